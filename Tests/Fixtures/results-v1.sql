-- A results database as the program wrote it while the schema had version 1: one run of two tasks.
PRAGMA application_id = 1162757970;
PRAGMA user_version = 1;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('1');
CREATE TABLE run (
  -- One row per run: one experiment, one setting, one seed.
  run_id TEXT NOT NULL PRIMARY KEY, -- the same run again has the same id
  experiment TEXT NOT NULL,
  seed INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('complete', 'interrupted', 'failed', 'running')),
  started_at TEXT NOT NULL,         -- ISO-8601, UTC
  finished_at TEXT,                 -- ISO-8601, UTC
  confirmed_at TEXT,                -- last time the run was asked for and found complete
  configuration TEXT NOT NULL,      -- all parameters but the seed, sorted, in one line
  engram_version TEXT NOT NULL,
  source_revision TEXT,
  source_is_dirty INTEGER           -- 1: the sources had changes beyond source_revision
) STRICT, WITHOUT ROWID;
INSERT INTO run VALUES('fig4-seed5-a5cb30749846','fig4',5,'complete','2026-11-25T00:20:13.029Z','2026-11-25T00:20:13.641Z','2026-11-25T00:20:13.641Z','batch=128 beta=0.01 beta1=0.9 beta2=0.999 chunk_embedding=96 chunk_size=3000 clip_norm=0.0 clip_value=0.0 damping=0.1 dataset=mnist embedding_start=random fisher=no grid=2 groups=0,1/2,3/4,5/6,7/8,9 heads=10 hyper_activation=relu hyper_hidden=10,10 importance_decay=1.0 importance_samples=500 initialization=xavier learning_rate=0.001 log_interval=10 lookahead=optimizer margin=0.25 momentum=0.0 nesterov=no optimizer=adam own_head=no padding=0 regularized_tasks=0 regularizer=output regularizer_targets=snapshot scan=ends scenario=CL1 schedule=constant steps=20 target_activation=relu target_dropout=0.0 target_hidden=20 task_embedding=2 tasks=2 weight_decay=0.0','0.1.0',NULL,NULL);
CREATE TABLE run_parameter (
  -- The parameters of a run, all but the seed.
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (run_id, key)
) STRICT, WITHOUT ROWID;
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','batch','128');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','beta','0.01');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','beta1','0.9');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','beta2','0.999');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','chunk_embedding','96');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','chunk_size','3000');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','clip_norm','0.0');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','clip_value','0.0');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','damping','0.1');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','dataset','mnist');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','embedding_start','random');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','fisher','no');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','grid','2');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','groups','0,1/2,3/4,5/6,7/8,9');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','heads','10');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','hyper_activation','relu');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','hyper_hidden','10,10');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','importance_decay','1.0');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','importance_samples','500');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','initialization','xavier');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','learning_rate','0.001');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','log_interval','10');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','lookahead','optimizer');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','margin','0.25');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','momentum','0.0');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','nesterov','no');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','optimizer','adam');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','own_head','no');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','padding','0');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','regularized_tasks','0');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','regularizer','output');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','regularizer_targets','snapshot');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','scan','ends');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','scenario','CL1');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','schedule','constant');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','steps','20');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','target_activation','relu');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','target_dropout','0.0');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','target_hidden','20');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','task_embedding','2');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','tasks','2');
INSERT INTO run_parameter VALUES('fig4-seed5-a5cb30749846','weight_decay','0.0');
CREATE TABLE stage_execution (
  -- The stages of a run, in the order of its graph.
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  position INTEGER NOT NULL,        -- from 0
  node TEXT NOT NULL,               -- name in the graph, such as train/task-03
  cache_key TEXT NOT NULL,          -- SHA-256 of all that determines the result
  stage TEXT NOT NULL,
  version INTEGER NOT NULL,
  seconds REAL NOT NULL,            -- time of the computation, also for a cache hit
  hit INTEGER NOT NULL CHECK (hit IN (0, 1)), -- 1: taken from the cache
  PRIMARY KEY (run_id, node)
) STRICT, WITHOUT ROWID;
INSERT INTO stage_execution VALUES('fig4-seed5-a5cb30749846',0,'dataset','0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','fetch-dataset',1,0.24608410799999999585,0);
INSERT INTO stage_execution VALUES('fig4-seed5-a5cb30749846',4,'evaluate','6d004e0fc899118c0ea6779504cdb29336245518e96c1aa44ced70a3a3b005e0','evaluate-tasks',1,5.8889999999999998597e-06,0);
INSERT INTO stage_execution VALUES('fig4-seed5-a5cb30749846',1,'initialize','d47d20942f6339a6697680124b060c58b6c915b78cbfda16f0accbaf38041766','initialize-learner',2,0.0017858080000000000567,0);
INSERT INTO stage_execution VALUES('fig4-seed5-a5cb30749846',5,'scan','eadd505a6dc78ed4832d24274615e8dfe4286b11acce70885232139058a83b8f','scan-embeddings',2,0.085853328000000006525,0);
INSERT INTO stage_execution VALUES('fig4-seed5-a5cb30749846',2,'train/task-01','7df20fe068f00806e3f4f85b267a580d30ac1f5fc5430895539c87fa0162eda5','train-task',2,0.057456105999999999844,0);
INSERT INTO stage_execution VALUES('fig4-seed5-a5cb30749846',3,'train/task-02','6194ac984e66f20637eece1ba6b8a6b5d9c2d744458275556c69b85e158d4ce2','train-task',2,0.051114790999999999698,0);
CREATE TABLE artifact (
  -- The files that stages published; path is relative to the store's folder.
  sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
  kind TEXT NOT NULL,               -- such as dataset or checkpoint
  path TEXT NOT NULL CHECK (path NOT LIKE '/%' AND path NOT LIKE '%..%'),
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  name TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO artifact VALUES('03ddb71b525474e85be528172c2163fdf81357e4d93f453089f82e7cb1988b97','checkpoint','blobs/sha256/03/03ddb71b525474e85be528172c2163fdf81357e4d93f453089f82e7cb1988b97',176912,'checkpoint.h5');
INSERT INTO artifact VALUES('0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7','dataset','blobs/sha256/0f/0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',7840016,'test-images.idx');
INSERT INTO artifact VALUES('26a4674486a959bd24a63f89521494ca118a88162475e094e70838657fbd079d','checkpoint','blobs/sha256/26/26a4674486a959bd24a63f89521494ca118a88162475e094e70838657fbd079d',170700,'checkpoint.h5');
INSERT INTO artifact VALUES('37517e5f3dc66819f61f5a7bb8ace1921282415f10551d2defa5c3eb0985b570','training-metrics','blobs/sha256/37/37517e5f3dc66819f61f5a7bb8ace1921282415f10551d2defa5c3eb0985b570',3,'metrics.json');
INSERT INTO artifact VALUES('487b6add22187d3630b42e997a1225a411e5d2df8f41d614671c4c3ee996dd4f','evaluation','blobs/sha256/48/487b6add22187d3630b42e997a1225a411e5d2df8f41d614671c4c3ee996dd4f',219,'evaluation.json');
INSERT INTO artifact VALUES('50208a780c5587573f7cace0e556d8e1bfc7ad911ce25f6d7679bef352879f74','training-metrics','blobs/sha256/50/50208a780c5587573f7cace0e556d8e1bfc7ad911ce25f6d7679bef352879f74',813,'metrics.json');
INSERT INTO artifact VALUES('65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5','dataset','blobs/sha256/65/65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',60008,'train-labels.idx');
INSERT INTO artifact VALUES('9592f806b1518391a0025ffa5ef8b657807d58176f382295cec9d5a06cabc491','embedding-scan','blobs/sha256/95/9592f806b1518391a0025ffa5ef8b657807d58176f382295cec9d5a06cabc491',274,'embedding-scan.json');
INSERT INTO artifact VALUES('ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db','dataset','blobs/sha256/ba/ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',47040016,'train-images.idx');
INSERT INTO artifact VALUES('e660917a88beea0e465472229a1c77cc0cdd4de94bf2119167455a71c5cf6b9c','training-metrics','blobs/sha256/e6/e660917a88beea0e465472229a1c77cc0cdd4de94bf2119167455a71c5cf6b9c',761,'metrics.json');
INSERT INTO artifact VALUES('f1024e203f8aaff17d1ffe80a60b084e27ef880907431702f7035c446cdc7b13','checkpoint','blobs/sha256/f1/f1024e203f8aaff17d1ffe80a60b084e27ef880907431702f7035c446cdc7b13',176912,'checkpoint.h5');
INSERT INTO artifact VALUES('f73a8bf87705d8e7adc43ca9986dd22a4cf92af130070724751afece6cdbdb50','manifest','blobs/sha256/f7/f73a8bf87705d8e7adc43ca9986dd22a4cf92af130070724751afece6cdbdb50',2184,'manifest.json');
INSERT INTO artifact VALUES('ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2','dataset','blobs/sha256/ff/ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',10008,'test-labels.idx');
CREATE TABLE stage_input (
  -- What a stage's result was computed from: the cache keys of its inputs.
  cache_key TEXT NOT NULL,
  position INTEGER NOT NULL,        -- from 0
  input_cache_key TEXT NOT NULL,
  PRIMARY KEY (cache_key, position)
) STRICT, WITHOUT ROWID;
INSERT INTO stage_input VALUES('6194ac984e66f20637eece1ba6b8a6b5d9c2d744458275556c69b85e158d4ce2',0,'7df20fe068f00806e3f4f85b267a580d30ac1f5fc5430895539c87fa0162eda5');
INSERT INTO stage_input VALUES('6194ac984e66f20637eece1ba6b8a6b5d9c2d744458275556c69b85e158d4ce2',1,'0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7');
INSERT INTO stage_input VALUES('6d004e0fc899118c0ea6779504cdb29336245518e96c1aa44ced70a3a3b005e0',0,'6194ac984e66f20637eece1ba6b8a6b5d9c2d744458275556c69b85e158d4ce2');
INSERT INTO stage_input VALUES('7df20fe068f00806e3f4f85b267a580d30ac1f5fc5430895539c87fa0162eda5',0,'d47d20942f6339a6697680124b060c58b6c915b78cbfda16f0accbaf38041766');
INSERT INTO stage_input VALUES('7df20fe068f00806e3f4f85b267a580d30ac1f5fc5430895539c87fa0162eda5',1,'0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7');
INSERT INTO stage_input VALUES('eadd505a6dc78ed4832d24274615e8dfe4286b11acce70885232139058a83b8f',0,'6194ac984e66f20637eece1ba6b8a6b5d9c2d744458275556c69b85e158d4ce2');
INSERT INTO stage_input VALUES('eadd505a6dc78ed4832d24274615e8dfe4286b11acce70885232139058a83b8f',1,'0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7');
CREATE TABLE stage_output (
  -- The files a stage's result consists of.
  cache_key TEXT NOT NULL,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL REFERENCES artifact,
  PRIMARY KEY (cache_key, name)
) STRICT, WITHOUT ROWID;
INSERT INTO stage_output VALUES('7df20fe068f00806e3f4f85b267a580d30ac1f5fc5430895539c87fa0162eda5','checkpoint.h5','03ddb71b525474e85be528172c2163fdf81357e4d93f453089f82e7cb1988b97');
INSERT INTO stage_output VALUES('0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','test-images.idx','0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7');
INSERT INTO stage_output VALUES('d47d20942f6339a6697680124b060c58b6c915b78cbfda16f0accbaf38041766','checkpoint.h5','26a4674486a959bd24a63f89521494ca118a88162475e094e70838657fbd079d');
INSERT INTO stage_output VALUES('d47d20942f6339a6697680124b060c58b6c915b78cbfda16f0accbaf38041766','metrics.json','37517e5f3dc66819f61f5a7bb8ace1921282415f10551d2defa5c3eb0985b570');
INSERT INTO stage_output VALUES('6d004e0fc899118c0ea6779504cdb29336245518e96c1aa44ced70a3a3b005e0','evaluation.json','487b6add22187d3630b42e997a1225a411e5d2df8f41d614671c4c3ee996dd4f');
INSERT INTO stage_output VALUES('6194ac984e66f20637eece1ba6b8a6b5d9c2d744458275556c69b85e158d4ce2','metrics.json','50208a780c5587573f7cace0e556d8e1bfc7ad911ce25f6d7679bef352879f74');
INSERT INTO stage_output VALUES('0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','train-labels.idx','65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5');
INSERT INTO stage_output VALUES('eadd505a6dc78ed4832d24274615e8dfe4286b11acce70885232139058a83b8f','embedding-scan.json','9592f806b1518391a0025ffa5ef8b657807d58176f382295cec9d5a06cabc491');
INSERT INTO stage_output VALUES('0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','train-images.idx','ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db');
INSERT INTO stage_output VALUES('7df20fe068f00806e3f4f85b267a580d30ac1f5fc5430895539c87fa0162eda5','metrics.json','e660917a88beea0e465472229a1c77cc0cdd4de94bf2119167455a71c5cf6b9c');
INSERT INTO stage_output VALUES('6194ac984e66f20637eece1ba6b8a6b5d9c2d744458275556c69b85e158d4ce2','checkpoint.h5','f1024e203f8aaff17d1ffe80a60b084e27ef880907431702f7035c446cdc7b13');
INSERT INTO stage_output VALUES('0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','manifest.json','f73a8bf87705d8e7adc43ca9986dd22a4cf92af130070724751afece6cdbdb50');
INSERT INTO stage_output VALUES('0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','test-labels.idx','ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2');
CREATE TABLE accuracy (
  -- A[i][j]: test accuracy on task j after training task i. Tasks count from 0.
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  trained_task INTEGER NOT NULL CHECK (trained_task >= 0),
  evaluated_task INTEGER NOT NULL CHECK (evaluated_task >= 0),
  accuracy REAL NOT NULL CHECK (accuracy BETWEEN 0 AND 1), -- fraction
  PRIMARY KEY (run_id, trained_task, evaluated_task)
) STRICT, WITHOUT ROWID;
INSERT INTO accuracy VALUES('fig4-seed5-a5cb30749846',0,0,0.99810874704491725495);
INSERT INTO accuracy VALUES('fig4-seed5-a5cb30749846',1,0,0.99858156028368794121);
INSERT INTO accuracy VALUES('fig4-seed5-a5cb30749846',1,1,0.9642507345739471658);
CREATE TABLE task_inference (
  -- Fraction of task j's test samples whose task was inferred right after training task i.
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  trained_task INTEGER NOT NULL CHECK (trained_task >= 0),
  evaluated_task INTEGER NOT NULL CHECK (evaluated_task >= 0),
  accuracy REAL NOT NULL CHECK (accuracy BETWEEN 0 AND 1), -- fraction
  PRIMARY KEY (run_id, trained_task, evaluated_task)
) STRICT, WITHOUT ROWID;
CREATE TABLE test_loss (
  -- Test loss on task j after training task i (mean squared error in regression).
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  trained_task INTEGER NOT NULL CHECK (trained_task >= 0),
  evaluated_task INTEGER NOT NULL CHECK (evaluated_task >= 0),
  loss REAL NOT NULL,
  PRIMARY KEY (run_id, trained_task, evaluated_task)
) STRICT, WITHOUT ROWID;
CREATE TABLE training_metric (
  -- Values reported while task number `task` (from 0) was trained.
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  task INTEGER NOT NULL CHECK (task >= 0),
  step INTEGER NOT NULL CHECK (step >= 0),
  name TEXT NOT NULL,
  value REAL,                       -- NULL: it was not a finite number
  PRIMARY KEY (run_id, task, step, name)
) STRICT, WITHOUT ROWID;
INSERT INTO training_metric VALUES('fig4-seed5-a5cb30749846',0,1,'accuracy',0.6875);
INSERT INTO training_metric VALUES('fig4-seed5-a5cb30749846',0,1,'gradient_norm',1.3407665836291378091);
INSERT INTO training_metric VALUES('fig4-seed5-a5cb30749846',0,1,'learning_rate',0.0010000000000000000208);
INSERT INTO training_metric VALUES('fig4-seed5-a5cb30749846',0,1,'loss',0.6714553236961364746);
INSERT INTO training_metric VALUES('fig4-seed5-a5cb30749846',0,1,'regularizer',0.0);
INSERT INTO training_metric VALUES('fig4-seed5-a5cb30749846',0,10,'accuracy',0.9921875);
INSERT INTO training_metric VALUES('fig4-seed5-a5cb30749846',0,10,'gradient_norm',1.502553692804278862);
INSERT INTO training_metric VALUES('fig4-seed5-a5cb30749846',0,10,'learning_rate',0.0010000000000000000208);
INSERT INTO training_metric VALUES('fig4-seed5-a5cb30749846',0,10,'loss',0.070385575294494628906);
INSERT INTO training_metric VALUES('fig4-seed5-a5cb30749846',0,10,'regularizer',0.0);
INSERT INTO training_metric VALUES('fig4-seed5-a5cb30749846',0,20,'accuracy',0.9921875);
INSERT INTO training_metric VALUES('fig4-seed5-a5cb30749846',0,20,'gradient_norm',0.60876981552046682821);
INSERT INTO training_metric VALUES('fig4-seed5-a5cb30749846',0,20,'learning_rate',0.0010000000000000000208);
INSERT INTO training_metric VALUES('fig4-seed5-a5cb30749846',0,20,'loss',0.031726632267236709594);
INSERT INTO training_metric VALUES('fig4-seed5-a5cb30749846',0,20,'regularizer',0.0);
INSERT INTO training_metric VALUES('fig4-seed5-a5cb30749846',1,1,'accuracy',0.4140625);
INSERT INTO training_metric VALUES('fig4-seed5-a5cb30749846',1,1,'gradient_norm',15.411904710235532434);
INSERT INTO training_metric VALUES('fig4-seed5-a5cb30749846',1,1,'learning_rate',0.0010000000000000000208);
INSERT INTO training_metric VALUES('fig4-seed5-a5cb30749846',1,1,'loss',0.94193637371063232421);
INSERT INTO training_metric VALUES('fig4-seed5-a5cb30749846',1,1,'regularizer',0.0050419704057276248931);
INSERT INTO training_metric VALUES('fig4-seed5-a5cb30749846',1,10,'accuracy',0.90625);
INSERT INTO training_metric VALUES('fig4-seed5-a5cb30749846',1,10,'gradient_norm',3.5617067591902049628);
INSERT INTO training_metric VALUES('fig4-seed5-a5cb30749846',1,10,'learning_rate',0.0010000000000000000208);
INSERT INTO training_metric VALUES('fig4-seed5-a5cb30749846',1,10,'loss',0.25285458564758300781);
INSERT INTO training_metric VALUES('fig4-seed5-a5cb30749846',1,10,'regularizer',0.066215604543685913085);
INSERT INTO training_metric VALUES('fig4-seed5-a5cb30749846',1,20,'accuracy',0.953125);
INSERT INTO training_metric VALUES('fig4-seed5-a5cb30749846',1,20,'gradient_norm',1.5895415695799268718);
INSERT INTO training_metric VALUES('fig4-seed5-a5cb30749846',1,20,'learning_rate',0.0010000000000000000208);
INSERT INTO training_metric VALUES('fig4-seed5-a5cb30749846',1,20,'loss',0.12933364510536193847);
INSERT INTO training_metric VALUES('fig4-seed5-a5cb30749846',1,20,'regularizer',0.089933492243289947509);
CREATE TABLE embedding_accuracy (
  -- Test accuracy on a task (from 0) with the weights that the embedding (x, y) generates.
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  task INTEGER NOT NULL CHECK (task >= 0),
  x REAL NOT NULL,
  y REAL NOT NULL,
  accuracy REAL NOT NULL CHECK (accuracy BETWEEN 0 AND 1), -- fraction
  PRIMARY KEY (run_id, task, x, y)
) STRICT, WITHOUT ROWID;
INSERT INTO embedding_accuracy VALUES('fig4-seed5-a5cb30749846',0,-2.0780961662530899047,-1.729039013385772705,0.99858156028368794121);
INSERT INTO embedding_accuracy VALUES('fig4-seed5-a5cb30749846',0,-2.0780961662530899047,1.631556093692779541,0.99858156028368794121);
INSERT INTO embedding_accuracy VALUES('fig4-seed5-a5cb30749846',0,1.2824989408254623413,-1.729039013385772705,0.99858156028368794121);
INSERT INTO embedding_accuracy VALUES('fig4-seed5-a5cb30749846',0,1.2824989408254623413,1.631556093692779541,0.99858156028368794121);
INSERT INTO embedding_accuracy VALUES('fig4-seed5-a5cb30749846',1,-2.0780961662530899047,-1.729039013385772705,0.9627815866797257982);
INSERT INTO embedding_accuracy VALUES('fig4-seed5-a5cb30749846',1,-2.0780961662530899047,1.631556093692779541,0.96327130264446625407);
INSERT INTO embedding_accuracy VALUES('fig4-seed5-a5cb30749846',1,1.2824989408254623413,-1.729039013385772705,0.9613124387855044306);
INSERT INTO embedding_accuracy VALUES('fig4-seed5-a5cb30749846',1,1.2824989408254623413,1.631556093692779541,0.96523016650342796651);
CREATE TABLE task_embedding (
  -- The learned task embeddings, one row per component; tasks and dimensions from 0.
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  task INTEGER NOT NULL CHECK (task >= 0),
  dimension INTEGER NOT NULL CHECK (dimension >= 0),
  value REAL NOT NULL,
  PRIMARY KEY (run_id, task, dimension)
) STRICT, WITHOUT ROWID;
INSERT INTO task_embedding VALUES('fig4-seed5-a5cb30749846',0,0,-0.41416391730308532714);
INSERT INTO task_embedding VALUES('fig4-seed5-a5cb30749846',0,1,-1.168939828872680664);
INSERT INTO task_embedding VALUES('fig4-seed5-a5cb30749846',1,0,-0.38143330812454223632);
INSERT INTO task_embedding VALUES('fig4-seed5-a5cb30749846',1,1,1.0714569091796875);
CREATE INDEX stage_execution_by_key ON stage_execution (cache_key);
CREATE INDEX stage_output_by_artifact ON stage_output (sha256);
CREATE VIEW run_metric AS
  -- The metrics of every complete run, as unrounded fractions; the views below round them.
  -- A metric is NULL where a cell of the accuracy matrix that it needs is absent, and
  -- forgetting and backward_transfer are NULL with a single task.
  WITH
  cell AS (
    SELECT a.run_id, a.trained_task AS i, a.evaluated_task AS j, a.accuracy
    FROM accuracy a JOIN run r ON r.run_id = a.run_id
    WHERE r.status = 'complete' AND a.evaluated_task <= a.trained_task
  ),
  size AS (SELECT run_id, 1 + max(i) AS tasks FROM cell GROUP BY run_id),
  per_task AS (
    SELECT c.run_id, s.tasks, c.j AS task,
      max(CASE WHEN i = tasks - 1 THEN accuracy END) AS final,
      max(CASE WHEN i = j THEN accuracy END) AS during,
      CASE WHEN count(CASE WHEN i < tasks - 1 THEN 1 END) = tasks - 1 - c.j
        THEN max(CASE WHEN i < tasks - 1 THEN accuracy END) END AS best_before
    FROM cell c JOIN size s ON s.run_id = c.run_id
    GROUP BY c.run_id, c.j
  ),
  inference AS (
    SELECT t.run_id, count(*) AS cells, avg(t.accuracy) AS accuracy
    FROM task_inference t JOIN size s
      ON s.run_id = t.run_id AND t.trained_task = s.tasks - 1 AND t.evaluated_task < s.tasks
    GROUP BY t.run_id
  )
  SELECT p.run_id, p.tasks,
    CASE WHEN count(final) = tasks THEN avg(final) END AS final_accuracy,
    CASE WHEN count(during) = tasks THEN avg(during) END AS during_accuracy,
    CASE WHEN tasks > 1 AND count(CASE WHEN task < tasks - 1 THEN best_before - final END)
        = tasks - 1
      THEN avg(CASE WHEN task < tasks - 1 THEN best_before - final END) END AS forgetting,
    CASE WHEN tasks > 1 AND count(CASE WHEN task < tasks - 1 THEN final - during END)
        = tasks - 1
      THEN avg(CASE WHEN task < tasks - 1 THEN final - during END) END AS backward_transfer,
    CASE WHEN max(inference.cells) = tasks THEN max(inference.accuracy) END
      AS task_inference_accuracy
  FROM per_task p LEFT JOIN inference ON inference.run_id = p.run_id
  GROUP BY p.run_id
;
CREATE VIEW final_accuracy AS
  -- Mean test accuracy over all tasks, after the last one was learned. Complete runs.
  SELECT r.run_id AS run, r.experiment, r.seed, m.tasks,
    round(100 * m.final_accuracy, 2) AS final_accuracy_percent
  FROM run_metric m JOIN run r ON r.run_id = m.run_id
;
CREATE VIEW during_accuracy AS
  -- Mean test accuracy of each task right after it was learned. Complete runs.
  SELECT r.run_id AS run, r.experiment, r.seed, m.tasks,
    round(100 * m.during_accuracy, 2) AS during_accuracy_percent
  FROM run_metric m JOIN run r ON r.run_id = m.run_id
;
CREATE VIEW forgetting AS
  -- Mean drop of the earlier tasks from their best accuracy before the last task to their
  -- final one, in percentage points. NULL unless every cell before was measured.
  SELECT r.run_id AS run, r.experiment, r.seed, m.tasks,
    round(100 * m.forgetting, 2) AS forgetting_percent
  FROM run_metric m JOIN run r ON r.run_id = m.run_id
;
CREATE VIEW backward_transfer AS
  -- Mean change of the earlier tasks from right after learning to the end, in percentage
  -- points; negative where later tasks did harm.
  SELECT r.run_id AS run, r.experiment, r.seed, m.tasks,
    round(100 * m.backward_transfer, 2) AS backward_transfer_percent
  FROM run_metric m JOIN run r ON r.run_id = m.run_id
;
CREATE VIEW accuracy_matrix AS
  -- Test accuracy on each task after learning each task; task numbers count from 1.
  -- Every run, also one that has not finished.
  SELECT r.run_id AS run, r.experiment, r.seed,
    a.trained_task + 1 AS after_task_number, a.evaluated_task + 1 AS on_task_number,
    round(100 * a.accuracy, 2) AS accuracy_percent
  FROM accuracy a JOIN run r ON r.run_id = a.run_id
  ORDER BY run, after_task_number, on_task_number
;
CREATE VIEW average_accuracy AS
  -- Mean test accuracy over the tasks learned so far, after each of them.
  -- NULL where one of them was not tested.
  SELECT r.run_id AS run, r.experiment, r.seed, a.trained_task + 1 AS tasks_learned,
    CASE WHEN count(*) = a.trained_task + 1 THEN round(100 * avg(a.accuracy), 2) END
      AS average_accuracy_percent
  FROM accuracy a JOIN run r ON r.run_id = a.run_id
  WHERE a.evaluated_task <= a.trained_task
  GROUP BY r.run_id, a.trained_task
  ORDER BY run, tasks_learned
;
CREATE VIEW final_loss AS
  -- Test loss on each task after the last one was learned; task numbers count from 1.
  SELECT r.run_id AS run, r.experiment, r.seed, l.evaluated_task + 1 AS task_number, l.loss
  FROM test_loss l JOIN run r ON r.run_id = l.run_id
  WHERE r.status = 'complete'
    AND l.trained_task = (SELECT max(trained_task) FROM test_loss WHERE run_id = l.run_id)
  ORDER BY run, task_number
;
CREATE VIEW learning_curve AS
  -- What training reported, step by step; task numbers count from 1, steps from 0.
  SELECT r.run_id AS run, r.experiment, r.seed, t.task + 1 AS task_number, t.step,
    t.name AS metric, t.value
  FROM training_metric t JOIN run r ON r.run_id = t.run_id
  ORDER BY run, task_number, metric, step
;
CREATE VIEW latest_run AS
  -- The complete run of each experiment that was last computed or asked for again.
  SELECT experiment, run, seed, finished_at, confirmed_at
  FROM (
    SELECT experiment, run_id AS run, seed, finished_at, confirmed_at,
      row_number() OVER (PARTITION BY experiment ORDER BY confirmed_at DESC, run_id) AS place
    FROM run WHERE status = 'complete'
  )
  WHERE place = 1
;
CREATE VIEW summary AS
  -- Mean and standard error over seeds, in percent (forgetting, backward transfer: percentage
  -- points). Runs with equal experiment and parameters form a group; settings names those
  -- parameters that differ between the groups of an experiment. A seed counts once: its latest
  -- complete run. The standard error of a single seed is NULL.
  WITH
  ranked AS (
    SELECT run_id, experiment, configuration,
      row_number() OVER (
        PARTITION BY experiment, configuration, seed ORDER BY confirmed_at DESC, run_id
      ) AS place
    FROM run WHERE status = 'complete'
  ),
  counted AS (SELECT run_id, experiment, configuration FROM ranked WHERE place = 1),
  differing AS (
    SELECT c.experiment, p.key
    FROM counted c JOIN run_parameter p ON p.run_id = c.run_id
    GROUP BY c.experiment, p.key
    HAVING count(DISTINCT p.value) > 1
      OR count(*) < (SELECT count(*) FROM counted e WHERE e.experiment = c.experiment)
  ),
  labelled AS (
    SELECT c.*, coalesce((
      SELECT group_concat(key || '=' || value, ' ') FROM (
        SELECT p.key, p.value FROM run_parameter p
        JOIN differing d ON d.experiment = c.experiment AND d.key = p.key
        WHERE p.run_id = c.run_id ORDER BY p.key
      )
    ), '') AS settings
    FROM counted c
  ),
  measured (run_id, place, metric, value) AS (
    SELECT run_id, 1, 'final accuracy', final_accuracy FROM run_metric
    UNION ALL SELECT run_id, 2, 'during accuracy', during_accuracy FROM run_metric
    UNION ALL SELECT run_id, 3, 'forgetting', forgetting FROM run_metric
    UNION ALL SELECT run_id, 4, 'backward transfer', backward_transfer FROM run_metric
    UNION ALL SELECT run_id, 5, 'task inference', task_inference_accuracy FROM run_metric
  ),
  mean AS (
    SELECT l.experiment, l.configuration, l.settings, m.place, m.metric,
      avg(m.value) AS mean, count(m.value) AS n
    FROM labelled l JOIN measured m ON m.run_id = l.run_id
    WHERE m.value IS NOT NULL
    GROUP BY l.experiment, l.configuration, m.place
  ),
  spread AS (
    SELECT a.experiment, a.configuration, a.place,
      sum((m.value - a.mean) * (m.value - a.mean)) AS squares
    FROM mean a
    JOIN labelled l ON l.experiment = a.experiment AND l.configuration = a.configuration
    JOIN measured m ON m.run_id = l.run_id AND m.place = a.place AND m.value IS NOT NULL
    GROUP BY a.experiment, a.configuration, a.place
  )
  SELECT a.experiment, a.settings, a.metric, round(100 * a.mean, 2) AS mean_percent,
    CASE WHEN a.n > 1 THEN round(100 * sqrt(s.squares / (a.n - 1) / a.n), 2) END
      AS standard_error_percent,
    a.n AS seeds
  FROM mean a
  JOIN spread s ON s.experiment = a.experiment AND s.configuration = a.configuration
    AND s.place = a.place
  ORDER BY a.experiment, a.settings, a.configuration, a.place
;
CREATE VIEW fig4 AS
  -- Accuracy over the plane of two-dimensional task embeddings: panel a tests the first task,
  -- panel b the last one. Complete runs; task numbers count from 1.
  SELECT r.run_id AS run, r.seed, CASE WHEN e.task = 0 THEN 'a' ELSE 'b' END AS panel,
    e.task + 1 AS task_number, e.x, e.y, round(100 * e.accuracy, 2) AS accuracy_percent
  FROM run r
  JOIN embedding_accuracy e ON e.run_id = r.run_id
  WHERE r.status = 'complete'
    AND (e.task = 0
      OR e.task = (SELECT max(task) FROM task_embedding WHERE run_id = r.run_id))
  ORDER BY run, panel, e.y, e.x
;
CREATE VIEW fig4_embedding AS
  -- The markers of figure 4: the learned two-dimensional embedding of every task.
  SELECT r.run_id AS run, r.seed, a.task + 1 AS task_number, a.value AS x, b.value AS y
  FROM run r
  JOIN task_embedding a ON a.run_id = r.run_id AND a.dimension = 0
  JOIN task_embedding b ON b.run_id = r.run_id AND b.task = a.task AND b.dimension = 1
  WHERE r.status = 'complete'
    AND NOT EXISTS (
      SELECT 1 FROM task_embedding WHERE run_id = r.run_id AND dimension > 1)
  ORDER BY run, task_number
;
CREATE VIEW provenance AS
  -- From a run to the bytes behind it: its stages in order, the nodes each was computed from,
  -- and the files each gave. path is relative to the store's folder.
  SELECT e.run_id AS run, e.position, e.node, e.stage, e.version,
    (SELECT group_concat(node, ', ') FROM (
      SELECT DISTINCT p.node FROM stage_input i
      JOIN stage_execution p ON p.run_id = e.run_id AND p.cache_key = i.input_cache_key
      WHERE i.cache_key = e.cache_key ORDER BY p.position
    )) AS computed_from,
    o.name AS output, a.kind, a.bytes, a.path, o.sha256, e.cache_key
  FROM stage_execution e
  LEFT JOIN stage_output o ON o.cache_key = e.cache_key
  LEFT JOIN artifact a ON a.sha256 = o.sha256
  ORDER BY run, e.position, output
;
COMMIT;
