-- A results database as the program wrote it while the schema had version 2: one run of two tasks.
PRAGMA application_id = 1162757970;
PRAGMA user_version = 2;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('1');
INSERT INTO grdb_migrations VALUES('2');
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
INSERT INTO run VALUES('fig4-seed6-22edc90eede3','fig4',6,'complete','2026-11-25T02:55:32.833Z','2026-11-25T02:55:33.482Z','2026-11-25T02:55:33.482Z','batch=128 beta=0.01 beta1=0.9 beta2=0.999 chunk_embedding=96 chunk_size=3000 clip_norm=0.0 clip_value=0.0 damping=0.1 dataset=mnist embedding_start=random fisher=no grid=2 groups=0,1/2,3/4,5/6,7/8,9 heads=10 hyper_activation=relu hyper_hidden=10,10 importance_decay=1.0 importance_samples=500 initialization=xavier learning_rate=0.001 log_interval=50 lookahead=optimizer margin=0.25 momentum=0.0 nesterov=no optimizer=adam own_head=no padding=0 regularized_tasks=0 regularizer=output regularizer_targets=snapshot scan=ends scenario=CL1 schedule=constant steps=20 target_activation=relu target_dropout=0.0 target_hidden=20 task_embedding=2 tasks=2 weight_decay=0.0','0.1.0','0000000000000000000000000000000000000000',0);
CREATE TABLE run_parameter (
  -- The parameters of a run, all but the seed.
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (run_id, key)
) STRICT, WITHOUT ROWID;
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','batch','128');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','beta','0.01');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','beta1','0.9');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','beta2','0.999');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','chunk_embedding','96');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','chunk_size','3000');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','clip_norm','0.0');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','clip_value','0.0');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','damping','0.1');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','dataset','mnist');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','embedding_start','random');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','fisher','no');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','grid','2');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','groups','0,1/2,3/4,5/6,7/8,9');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','heads','10');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','hyper_activation','relu');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','hyper_hidden','10,10');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','importance_decay','1.0');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','importance_samples','500');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','initialization','xavier');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','learning_rate','0.001');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','log_interval','50');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','lookahead','optimizer');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','margin','0.25');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','momentum','0.0');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','nesterov','no');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','optimizer','adam');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','own_head','no');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','padding','0');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','regularized_tasks','0');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','regularizer','output');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','regularizer_targets','snapshot');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','scan','ends');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','scenario','CL1');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','schedule','constant');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','steps','20');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','target_activation','relu');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','target_dropout','0.0');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','target_hidden','20');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','task_embedding','2');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','tasks','2');
INSERT INTO run_parameter VALUES('fig4-seed6-22edc90eede3','weight_decay','0.0');
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
INSERT INTO stage_execution VALUES('fig4-seed6-22edc90eede3',0,'dataset','0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','fetch-dataset',1,0.2383251050000000093,0);
INSERT INTO stage_execution VALUES('fig4-seed6-22edc90eede3',4,'evaluate','82378f2af5a2cb5c6b3264496b9c73384e0a6ce98895b30565f4c811f51866b8','evaluate-tasks',1,1.2289000000000000416e-05,0);
INSERT INTO stage_execution VALUES('fig4-seed6-22edc90eede3',1,'initialize','1af1b49b9f10596cdd07fe15688883f263f8c9522339f34aecf099880ba40766','initialize-learner',2,0.0012940189999999999852,0);
INSERT INTO stage_execution VALUES('fig4-seed6-22edc90eede3',5,'scan','9bad84ad5474634f919a7a5bcf7c908c63cca1930fb56cb5046bf18512d0410d','scan-embeddings',2,0.068431454000000002668,0);
INSERT INTO stage_execution VALUES('fig4-seed6-22edc90eede3',2,'train/task-01','56e5de7120827a9c1bc2e48cf5579de28336e1d6d95cdeef74b1523c8d0cd39f','train-task',2,0.040541699000000000485,0);
INSERT INTO stage_execution VALUES('fig4-seed6-22edc90eede3',3,'train/task-02','8f9bad241ba250010502e3bbbfba5f372446e8b1f7e9168fa59382b5b815eac8','train-task',2,0.035545930000000003357,0);
CREATE TABLE artifact (
  -- The files that stages published; path is relative to the store's folder.
  sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
  kind TEXT NOT NULL,               -- such as dataset or checkpoint
  path TEXT NOT NULL CHECK (path NOT LIKE '/%' AND path NOT LIKE '%..%'),
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  name TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO artifact VALUES('0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7','dataset','blobs/sha256/0f/0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',7840016,'test-images.idx');
INSERT INTO artifact VALUES('206b6a1a3c594bfe15f93dd098803dbb4615fadb05484fdcdec9c0661eab4441','checkpoint','blobs/sha256/20/206b6a1a3c594bfe15f93dd098803dbb4615fadb05484fdcdec9c0661eab4441',170700,'checkpoint.h5');
INSERT INTO artifact VALUES('227529fd2b55188d55d3516d968e3c120caef3ca5990c2b41f9acfc41bd86f44','embedding-scan','blobs/sha256/22/227529fd2b55188d55d3516d968e3c120caef3ca5990c2b41f9acfc41bd86f44',275,'embedding-scan.json');
INSERT INTO artifact VALUES('2bc6316a26100f5fc97f65f13faa30bdddeecdd7cab245dfad05de40303ff5cd','checkpoint','blobs/sha256/2b/2bc6316a26100f5fc97f65f13faa30bdddeecdd7cab245dfad05de40303ff5cd',176912,'checkpoint.h5');
INSERT INTO artifact VALUES('37517e5f3dc66819f61f5a7bb8ace1921282415f10551d2defa5c3eb0985b570','training-metrics','blobs/sha256/37/37517e5f3dc66819f61f5a7bb8ace1921282415f10551d2defa5c3eb0985b570',3,'metrics.json');
INSERT INTO artifact VALUES('65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5','dataset','blobs/sha256/65/65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',60008,'train-labels.idx');
INSERT INTO artifact VALUES('6eb3b82335e5e3f3752e64bd49d5e25e026bc7c183854493c4a98cb7e302bb5e','training-metrics','blobs/sha256/6e/6eb3b82335e5e3f3752e64bd49d5e25e026bc7c183854493c4a98cb7e302bb5e',537,'metrics.json');
INSERT INTO artifact VALUES('b2a97cccbea91b0e5071d7b88de568ba572d305cb1cb08f3dfc21487e614e7a2','checkpoint','blobs/sha256/b2/b2a97cccbea91b0e5071d7b88de568ba572d305cb1cb08f3dfc21487e614e7a2',176912,'checkpoint.h5');
INSERT INTO artifact VALUES('ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db','dataset','blobs/sha256/ba/ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',47040016,'train-images.idx');
INSERT INTO artifact VALUES('cbe0e20989ccfde41d96cc139f5caf9f562d556f3fdbfa4cd1b2687cb276a564','evaluation','blobs/sha256/cb/cbe0e20989ccfde41d96cc139f5caf9f562d556f3fdbfa4cd1b2687cb276a564',174,'evaluation.json');
INSERT INTO artifact VALUES('cfbe6c94ff0eb218742a7fe1162fd3555cfaa020ae4c53295ed01c6238d73e63','training-metrics','blobs/sha256/cf/cfbe6c94ff0eb218742a7fe1162fd3555cfaa020ae4c53295ed01c6238d73e63',504,'metrics.json');
INSERT INTO artifact VALUES('f73a8bf87705d8e7adc43ca9986dd22a4cf92af130070724751afece6cdbdb50','manifest','blobs/sha256/f7/f73a8bf87705d8e7adc43ca9986dd22a4cf92af130070724751afece6cdbdb50',2184,'manifest.json');
INSERT INTO artifact VALUES('ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2','dataset','blobs/sha256/ff/ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',10008,'test-labels.idx');
CREATE TABLE stage_input (
  -- What a stage's result was computed from: the cache keys of its inputs.
  cache_key TEXT NOT NULL,
  position INTEGER NOT NULL,        -- from 0
  input_cache_key TEXT NOT NULL,
  PRIMARY KEY (cache_key, position)
) STRICT, WITHOUT ROWID;
INSERT INTO stage_input VALUES('56e5de7120827a9c1bc2e48cf5579de28336e1d6d95cdeef74b1523c8d0cd39f',0,'1af1b49b9f10596cdd07fe15688883f263f8c9522339f34aecf099880ba40766');
INSERT INTO stage_input VALUES('56e5de7120827a9c1bc2e48cf5579de28336e1d6d95cdeef74b1523c8d0cd39f',1,'0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7');
INSERT INTO stage_input VALUES('82378f2af5a2cb5c6b3264496b9c73384e0a6ce98895b30565f4c811f51866b8',0,'8f9bad241ba250010502e3bbbfba5f372446e8b1f7e9168fa59382b5b815eac8');
INSERT INTO stage_input VALUES('8f9bad241ba250010502e3bbbfba5f372446e8b1f7e9168fa59382b5b815eac8',0,'56e5de7120827a9c1bc2e48cf5579de28336e1d6d95cdeef74b1523c8d0cd39f');
INSERT INTO stage_input VALUES('8f9bad241ba250010502e3bbbfba5f372446e8b1f7e9168fa59382b5b815eac8',1,'0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7');
INSERT INTO stage_input VALUES('9bad84ad5474634f919a7a5bcf7c908c63cca1930fb56cb5046bf18512d0410d',0,'8f9bad241ba250010502e3bbbfba5f372446e8b1f7e9168fa59382b5b815eac8');
INSERT INTO stage_input VALUES('9bad84ad5474634f919a7a5bcf7c908c63cca1930fb56cb5046bf18512d0410d',1,'0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7');
CREATE TABLE stage_output (
  -- The files a stage's result consists of.
  cache_key TEXT NOT NULL,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL REFERENCES artifact,
  PRIMARY KEY (cache_key, name)
) STRICT, WITHOUT ROWID;
INSERT INTO stage_output VALUES('0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','test-images.idx','0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7');
INSERT INTO stage_output VALUES('1af1b49b9f10596cdd07fe15688883f263f8c9522339f34aecf099880ba40766','checkpoint.h5','206b6a1a3c594bfe15f93dd098803dbb4615fadb05484fdcdec9c0661eab4441');
INSERT INTO stage_output VALUES('9bad84ad5474634f919a7a5bcf7c908c63cca1930fb56cb5046bf18512d0410d','embedding-scan.json','227529fd2b55188d55d3516d968e3c120caef3ca5990c2b41f9acfc41bd86f44');
INSERT INTO stage_output VALUES('56e5de7120827a9c1bc2e48cf5579de28336e1d6d95cdeef74b1523c8d0cd39f','checkpoint.h5','2bc6316a26100f5fc97f65f13faa30bdddeecdd7cab245dfad05de40303ff5cd');
INSERT INTO stage_output VALUES('1af1b49b9f10596cdd07fe15688883f263f8c9522339f34aecf099880ba40766','metrics.json','37517e5f3dc66819f61f5a7bb8ace1921282415f10551d2defa5c3eb0985b570');
INSERT INTO stage_output VALUES('0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','train-labels.idx','65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5');
INSERT INTO stage_output VALUES('8f9bad241ba250010502e3bbbfba5f372446e8b1f7e9168fa59382b5b815eac8','metrics.json','6eb3b82335e5e3f3752e64bd49d5e25e026bc7c183854493c4a98cb7e302bb5e');
INSERT INTO stage_output VALUES('8f9bad241ba250010502e3bbbfba5f372446e8b1f7e9168fa59382b5b815eac8','checkpoint.h5','b2a97cccbea91b0e5071d7b88de568ba572d305cb1cb08f3dfc21487e614e7a2');
INSERT INTO stage_output VALUES('0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','train-images.idx','ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db');
INSERT INTO stage_output VALUES('82378f2af5a2cb5c6b3264496b9c73384e0a6ce98895b30565f4c811f51866b8','evaluation.json','cbe0e20989ccfde41d96cc139f5caf9f562d556f3fdbfa4cd1b2687cb276a564');
INSERT INTO stage_output VALUES('56e5de7120827a9c1bc2e48cf5579de28336e1d6d95cdeef74b1523c8d0cd39f','metrics.json','cfbe6c94ff0eb218742a7fe1162fd3555cfaa020ae4c53295ed01c6238d73e63');
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
INSERT INTO accuracy VALUES('fig4-seed6-22edc90eede3',0,0,0.99810874704491725495);
INSERT INTO accuracy VALUES('fig4-seed6-22edc90eede3',1,0,0.99810874704491725495);
INSERT INTO accuracy VALUES('fig4-seed6-22edc90eede3',1,1,0.94564152791380995388);
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
INSERT INTO training_metric VALUES('fig4-seed6-22edc90eede3',0,1,'accuracy',0.4765625);
INSERT INTO training_metric VALUES('fig4-seed6-22edc90eede3',0,1,'gradient_norm',0.65123618031447949583);
INSERT INTO training_metric VALUES('fig4-seed6-22edc90eede3',0,1,'learning_rate',0.0010000000000000000208);
INSERT INTO training_metric VALUES('fig4-seed6-22edc90eede3',0,1,'loss',0.69005155563354492187);
INSERT INTO training_metric VALUES('fig4-seed6-22edc90eede3',0,1,'regularizer',0.0);
INSERT INTO training_metric VALUES('fig4-seed6-22edc90eede3',0,20,'accuracy',1.0);
INSERT INTO training_metric VALUES('fig4-seed6-22edc90eede3',0,20,'gradient_norm',0.012222935804543056184);
INSERT INTO training_metric VALUES('fig4-seed6-22edc90eede3',0,20,'learning_rate',0.0010000000000000000208);
INSERT INTO training_metric VALUES('fig4-seed6-22edc90eede3',0,20,'loss',0.00027205981314182281494);
INSERT INTO training_metric VALUES('fig4-seed6-22edc90eede3',0,20,'regularizer',0.0);
INSERT INTO training_metric VALUES('fig4-seed6-22edc90eede3',1,1,'accuracy',0.4375);
INSERT INTO training_metric VALUES('fig4-seed6-22edc90eede3',1,1,'gradient_norm',41.76048823765829354);
INSERT INTO training_metric VALUES('fig4-seed6-22edc90eede3',1,1,'learning_rate',0.0010000000000000000208);
INSERT INTO training_metric VALUES('fig4-seed6-22edc90eede3',1,1,'loss',1.4636449813842773437);
INSERT INTO training_metric VALUES('fig4-seed6-22edc90eede3',1,1,'regularizer',0.0060855722986161708831);
INSERT INTO training_metric VALUES('fig4-seed6-22edc90eede3',1,20,'accuracy',0.90625);
INSERT INTO training_metric VALUES('fig4-seed6-22edc90eede3',1,20,'gradient_norm',1.2559232853429449505);
INSERT INTO training_metric VALUES('fig4-seed6-22edc90eede3',1,20,'learning_rate',0.0010000000000000000208);
INSERT INTO training_metric VALUES('fig4-seed6-22edc90eede3',1,20,'loss',0.19600880146026611328);
INSERT INTO training_metric VALUES('fig4-seed6-22edc90eede3',1,20,'regularizer',0.10203078389167785644);
CREATE TABLE embedding_accuracy (
  -- Test accuracy on a task (from 0) with the weights that the embedding (x, y) generates.
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  task INTEGER NOT NULL CHECK (task >= 0),
  x REAL NOT NULL,
  y REAL NOT NULL,
  accuracy REAL NOT NULL CHECK (accuracy BETWEEN 0 AND 1), -- fraction
  PRIMARY KEY (run_id, task, x, y)
) STRICT, WITHOUT ROWID;
INSERT INTO embedding_accuracy VALUES('fig4-seed6-22edc90eede3',0,-0.49315663054585456848,-1.605059593915939331,0.99810874704491725495);
INSERT INTO embedding_accuracy VALUES('fig4-seed6-22edc90eede3',0,-0.49315663054585456848,-0.10505959391593933105,0.99810874704491725495);
INSERT INTO embedding_accuracy VALUES('fig4-seed6-22edc90eede3',0,1.0068433694541454315,-1.605059593915939331,0.99858156028368794121);
INSERT INTO embedding_accuracy VALUES('fig4-seed6-22edc90eede3',0,1.0068433694541454315,-0.10505959391593933105,0.99810874704491725495);
INSERT INTO embedding_accuracy VALUES('fig4-seed6-22edc90eede3',1,-0.49315663054585456848,-1.605059593915939331,0.94564152791380995388);
INSERT INTO embedding_accuracy VALUES('fig4-seed6-22edc90eede3',1,-0.49315663054585456848,-0.10505959391593933105,0.94466209598432904215);
INSERT INTO embedding_accuracy VALUES('fig4-seed6-22edc90eede3',1,1.0068433694541454315,-1.605059593915939331,0.94662095984329086562);
INSERT INTO embedding_accuracy VALUES('fig4-seed6-22edc90eede3',1,1.0068433694541454315,-0.10505959391593933105,0.94564152791380995388);
CREATE TABLE task_embedding (
  -- The learned task embeddings, one row per component; tasks and dimensions from 0.
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  task INTEGER NOT NULL CHECK (task >= 0),
  dimension INTEGER NOT NULL CHECK (dimension >= 0),
  value REAL NOT NULL,
  PRIMARY KEY (run_id, task, dimension)
) STRICT, WITHOUT ROWID;
INSERT INTO task_embedding VALUES('fig4-seed6-22edc90eede3',0,0,-0.058025814592838287353);
INSERT INTO task_embedding VALUES('fig4-seed6-22edc90eede3',0,1,-0.66241735219955444335);
INSERT INTO task_embedding VALUES('fig4-seed6-22edc90eede3',1,0,0.57171255350112915039);
INSERT INTO task_embedding VALUES('fig4-seed6-22edc90eede3',1,1,-1.0477018356323242187);
CREATE TABLE stage_result (
  -- What a stage's result was computed by, from its manifest.
  cache_key TEXT NOT NULL PRIMARY KEY, -- SHA-256 of the preimage
  stage TEXT NOT NULL,
  version INTEGER NOT NULL,
  preimage TEXT NOT NULL,           -- JSON: all that determines the result, path to value
  content_digest TEXT NOT NULL,     -- what stands for the result in the keys of later stages
  numeric_class TEXT,               -- architecture, BLAS kernels, rounding; NULL: no matter
  host TEXT NOT NULL,               -- the machine
  computed_at TEXT NOT NULL,        -- ISO-8601, UTC: when the computation began
  engram_version TEXT NOT NULL,
  source_revision TEXT,
  source_is_dirty INTEGER,          -- 1: the sources had changes beyond source_revision
  libraries TEXT NOT NULL           -- JSON: name to version
) STRICT, WITHOUT ROWID;
INSERT INTO stage_result VALUES('0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','fetch-dataset',1,replace('{\n"configuration.content": "0f6e3a73e4353b77839bc312bb25bd26a2c944acb8bfcb12506c7c48622eec32",\n"configuration.name": "mnist",\n"inputs": "array of 0",\n"schema": 1,\n"stage": "fetch-dataset",\n"version": 1\n}','\n',char(10)),'0f6e3a73e4353b77839bc312bb25bd26a2c944acb8bfcb12506c7c48622eec32',NULL,'host','2026-11-25T02:55:32.863Z','0.1.0','0000000000000000000000000000000000000000',0,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('1af1b49b9f10596cdd07fe15688883f263f8c9522339f34aecf099880ba40766','initialize-learner',2,replace('{\n"configuration.dataset": "mnist",\n"configuration.hypernetwork.activation": "relu",\n"configuration.hypernetwork.chunkEmbeddingSize": 96,\n"configuration.hypernetwork.chunkSize": 3000,\n"configuration.hypernetwork.embeddingSize": 2,\n"configuration.hypernetwork.hidden": "array of 2",\n"configuration.hypernetwork.hidden[0]": 10,\n"configuration.hypernetwork.hidden[1]": 10,\n"configuration.hypernetwork.targetCount": 15910,\n"configuration.initialization.xavier": "{}",\n"configuration.network.activation": "relu",\n"configuration.network.dropout": 0.0,\n"configuration.network.layers": "array of 3",\n"configuration.network.layers[0]": 784,\n"configuration.network.layers[1]": 20,\n"configuration.network.layers[2]": 10,\n"configuration.scenario": "CL1",\n"configuration.seed": 6,\n"inputs": "array of 0",\n"numericClass": "x86_64 Cooperlake fma",\n"schema": 1,\n"stage": "initialize-learner",\n"version": 2\n}','\n',char(10)),'e5367cbcf06a8ba9b910fe33d945cfbd6655212ea3b5dac084bf0bbf99eba441','x86_64 Cooperlake fma','host','2026-11-25T02:55:33.296Z','0.1.0','0000000000000000000000000000000000000000',0,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('56e5de7120827a9c1bc2e48cf5579de28336e1d6d95cdeef74b1523c8d0cd39f','train-task',2,replace('{\n"configuration.sequence.kind.split.groups": "array of 1",\n"configuration.sequence.kind.split.groups[0]": "array of 2",\n"configuration.sequence.kind.split.groups[0][0]": 0,\n"configuration.sequence.kind.split.groups[0][1]": 1,\n"configuration.sequence.scenario": "CL1",\n"configuration.training.batch": 128,\n"configuration.training.embeddingStart": "random",\n"configuration.training.logInterval": 50,\n"configuration.training.optimizer.algorithm.adam.beta1": 0.9,\n"configuration.training.optimizer.algorithm.adam.beta2": 0.999,\n"configuration.training.optimizer.algorithm.adam.epsilon": 1e-08,\n"configuration.training.optimizer.clipping.none": "{}",\n"configuration.training.optimizer.learningRate": 0.001,\n"configuration.training.optimizer.schedule.constant": "{}",\n"configuration.training.optimizer.weightDecay": 0.0,\n"configuration.training.regularizer.damping": 0.1,\n"configuration.training.regularizer.fisherWeighted": false,\n"configuration.training.regularizer.importanceDecay": 1.0,\n"configuration.training.regularizer.importanceSamples": 500,\n"configuration.training.regularizer.lookahead": "optimizer",\n"configuration.training.regularizer.method": "output",\n"configuration.training.regularizer.ownHeadOnly": false,\n"configuration.training.regularizer.preservesValue": false,\n"configuration.training.regularizer.strength": 0.0,\n"configuration.training.regularizer.tasksPerStep": 0,\n"configuration.training.steps": 20,\n"inputs": "array of 2",\n"inputs[0]": "e5367cbcf06a8ba9b910fe33d945cfbd6655212ea3b5dac084bf0bbf99eba441",\n"inputs[1]": "0f6e3a73e4353b77839bc312bb25bd26a2c944acb8bfcb12506c7c48622eec32",\n"numericClass": "x86_64 Cooperlake fma",\n"schema": 1,\n"stage": "train-task",\n"version": 2\n}','\n',char(10)),'185dfc19d7372e19d48e0c345ed391b11b82ba0b8a7909c55d77b9109e5dd1fb','x86_64 Cooperlake fma','host','2026-11-25T02:55:33.308Z','0.1.0','0000000000000000000000000000000000000000',0,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('82378f2af5a2cb5c6b3264496b9c73384e0a6ce98895b30565f4c811f51866b8','evaluate-tasks',1,replace('{\n"configuration": "{}",\n"inputs": "array of 1",\n"inputs[0]": "bb38abfc6d474d4780c902afac189722e7f1e5daaf25cfce54af5241c430ac2b",\n"schema": 1,\n"stage": "evaluate-tasks",\n"version": 1\n}','\n',char(10)),'4fc5a5c861913ee63326c7b424e538a57288ce38dffff32e108d788ec1107aa6',NULL,'host','2026-11-25T02:55:33.399Z','0.1.0','0000000000000000000000000000000000000000',0,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('8f9bad241ba250010502e3bbbfba5f372446e8b1f7e9168fa59382b5b815eac8','train-task',2,replace('{\n"configuration.sequence.kind.split.groups": "array of 2",\n"configuration.sequence.kind.split.groups[0]": "array of 2",\n"configuration.sequence.kind.split.groups[0][0]": 0,\n"configuration.sequence.kind.split.groups[0][1]": 1,\n"configuration.sequence.kind.split.groups[1]": "array of 2",\n"configuration.sequence.kind.split.groups[1][0]": 2,\n"configuration.sequence.kind.split.groups[1][1]": 3,\n"configuration.sequence.scenario": "CL1",\n"configuration.training.batch": 128,\n"configuration.training.embeddingStart": "random",\n"configuration.training.logInterval": 50,\n"configuration.training.optimizer.algorithm.adam.beta1": 0.9,\n"configuration.training.optimizer.algorithm.adam.beta2": 0.999,\n"configuration.training.optimizer.algorithm.adam.epsilon": 1e-08,\n"configuration.training.optimizer.clipping.none": "{}",\n"configuration.training.optimizer.learningRate": 0.001,\n"configuration.training.optimizer.schedule.constant": "{}",\n"configuration.training.optimizer.weightDecay": 0.0,\n"configuration.training.regularizer.damping": 0.1,\n"configuration.training.regularizer.fisherWeighted": false,\n"configuration.training.regularizer.importanceDecay": 1.0,\n"configuration.training.regularizer.importanceSamples": 500,\n"configuration.training.regularizer.lookahead": "optimizer",\n"configuration.training.regularizer.method": "output",\n"configuration.training.regularizer.ownHeadOnly": false,\n"configuration.training.regularizer.preservesValue": false,\n"configuration.training.regularizer.strength": 0.01,\n"configuration.training.regularizer.tasksPerStep": 0,\n"configuration.training.steps": 20,\n"inputs": "array of 2",\n"inputs[0]": "185dfc19d7372e19d48e0c345ed391b11b82ba0b8a7909c55d77b9109e5dd1fb",\n"inputs[1]": "0f6e3a73e4353b77839bc312bb25bd26a2c944acb8bfcb12506c7c48622eec32",\n"numericClass": "x86_64 Cooperlake fma",\n"schema": 1,\n"stage": "train-task",\n"version": 2\n}','\n',char(10)),'bb38abfc6d474d4780c902afac189722e7f1e5daaf25cfce54af5241c430ac2b','x86_64 Cooperlake fma','host','2026-11-25T02:55:33.356Z','0.1.0','0000000000000000000000000000000000000000',0,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('9bad84ad5474634f919a7a5bcf7c908c63cca1930fb56cb5046bf18512d0410d','scan-embeddings',2,replace('{\n"configuration.margin": 0.25,\n"configuration.points": 2,\n"configuration.sequence.kind.split.groups": "array of 2",\n"configuration.sequence.kind.split.groups[0]": "array of 2",\n"configuration.sequence.kind.split.groups[0][0]": 0,\n"configuration.sequence.kind.split.groups[0][1]": 1,\n"configuration.sequence.kind.split.groups[1]": "array of 2",\n"configuration.sequence.kind.split.groups[1][0]": 2,\n"configuration.sequence.kind.split.groups[1][1]": 3,\n"configuration.sequence.scenario": "CL1",\n"configuration.tasks": "array of 2",\n"configuration.tasks[0]": 0,\n"configuration.tasks[1]": 1,\n"inputs": "array of 2",\n"inputs[0]": "bb38abfc6d474d4780c902afac189722e7f1e5daaf25cfce54af5241c430ac2b",\n"inputs[1]": "0f6e3a73e4353b77839bc312bb25bd26a2c944acb8bfcb12506c7c48622eec32",\n"numericClass": "x86_64 Cooperlake fma",\n"schema": 1,\n"stage": "scan-embeddings",\n"version": 2\n}','\n',char(10)),'25e4f3132b277d4adb0821084bd924802b59ea6140245b16cf618672e2d76f33','x86_64 Cooperlake fma','host','2026-11-25T02:55:33.402Z','0.1.0','0000000000000000000000000000000000000000',0,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
CREATE TABLE measurement_source (
  -- From the rows of a measurement to the stage and the file they were read from.
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  measurement TEXT NOT NULL,        -- the table, such as accuracy
  task INTEGER NOT NULL CHECK (task >= 0), -- its trained_task where it has one, else its task
  node TEXT NOT NULL,
  output TEXT NOT NULL,             -- the file's name among the stage's outputs
  PRIMARY KEY (run_id, measurement, task),
  FOREIGN KEY (run_id, node) REFERENCES stage_execution ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO measurement_source VALUES('fig4-seed6-22edc90eede3','accuracy',0,'train/task-01','checkpoint.h5');
INSERT INTO measurement_source VALUES('fig4-seed6-22edc90eede3','accuracy',1,'train/task-02','checkpoint.h5');
INSERT INTO measurement_source VALUES('fig4-seed6-22edc90eede3','embedding_accuracy',0,'scan','embedding-scan.json');
INSERT INTO measurement_source VALUES('fig4-seed6-22edc90eede3','embedding_accuracy',1,'scan','embedding-scan.json');
INSERT INTO measurement_source VALUES('fig4-seed6-22edc90eede3','task_embedding',0,'train/task-02','checkpoint.h5');
INSERT INTO measurement_source VALUES('fig4-seed6-22edc90eede3','task_embedding',1,'train/task-02','checkpoint.h5');
INSERT INTO measurement_source VALUES('fig4-seed6-22edc90eede3','training_metric',0,'train/task-01','metrics.json');
INSERT INTO measurement_source VALUES('fig4-seed6-22edc90eede3','training_metric',1,'train/task-02','metrics.json');
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
CREATE INDEX measurement_source_by_node ON measurement_source (run_id, node);
CREATE VIEW provenance AS
  -- From a run to the bytes behind it: its stages in order, the nodes each was computed from,
  -- and the files each gave, with what they were computed by. path is relative to the store's
  -- folder. inputs: JSON, node, cache key and content digest of each input in order.
  SELECT e.run_id AS run, e.position, e.node, e.stage, e.version,
    (SELECT group_concat(node, ', ') FROM (
      SELECT DISTINCT p.node FROM stage_input i
      JOIN stage_execution p ON p.run_id = e.run_id AND p.cache_key = i.input_cache_key
      WHERE i.cache_key = e.cache_key ORDER BY p.position
    )) AS computed_from,
    o.name AS output, a.kind, a.bytes, a.path, o.sha256, e.cache_key,
    r.content_digest, r.preimage,
    (SELECT json_group_array(json_object(
      'node', node, 'cache_key', input_cache_key, 'content_digest', content_digest)) FROM (
        SELECT (SELECT p.node FROM stage_execution p
            WHERE p.run_id = e.run_id AND p.cache_key = i.input_cache_key LIMIT 1) AS node,
          i.input_cache_key, x.content_digest
        FROM stage_input i LEFT JOIN stage_result x ON x.cache_key = i.input_cache_key
        WHERE i.cache_key = e.cache_key ORDER BY i.position
    )) AS inputs,
    e.seconds, e.hit, r.computed_at, r.host, r.numeric_class, r.engram_version,
    r.source_revision, r.source_is_dirty, r.libraries
  FROM stage_execution e
  LEFT JOIN stage_output o ON o.cache_key = e.cache_key
  LEFT JOIN artifact a ON a.sha256 = o.sha256
  LEFT JOIN stage_result r ON r.cache_key = e.cache_key
  ORDER BY run, e.position, output
;
CREATE VIEW measurement_provenance AS
  -- From the rows of a measurement to the file they were read from and what computed it. To be
  -- joined by run, measurement (the table's name) and task (from 0; trained_task in tables that
  -- have one).
  SELECT m.run_id AS run, m.measurement, m.task,
    m.node, e.stage, e.version, m.output, a.path, o.sha256, e.cache_key,
    r.content_digest, r.preimage,
    (SELECT json_group_array(json_object(
      'node', node, 'cache_key', input_cache_key, 'content_digest', content_digest)) FROM (
        SELECT (SELECT p.node FROM stage_execution p
            WHERE p.run_id = e.run_id AND p.cache_key = i.input_cache_key LIMIT 1) AS node,
          i.input_cache_key, x.content_digest
        FROM stage_input i LEFT JOIN stage_result x ON x.cache_key = i.input_cache_key
        WHERE i.cache_key = e.cache_key ORDER BY i.position
    )) AS inputs,
    e.seconds, e.hit, r.computed_at, r.host, r.numeric_class, r.engram_version,
    r.source_revision, r.source_is_dirty, r.libraries
  FROM measurement_source m
  LEFT JOIN stage_execution e ON e.run_id = m.run_id AND e.node = m.node
  LEFT JOIN stage_output o ON o.cache_key = e.cache_key AND o.name = m.output
  LEFT JOIN artifact a ON a.sha256 = o.sha256
  LEFT JOIN stage_result r ON r.cache_key = e.cache_key
;
CREATE VIEW accuracy_provenance AS
  -- Every accuracy, of runs in whatever state, with the file it was read from and what computed
  -- that. Tasks count from 0.
  SELECT c.run_id AS run, t.experiment, t.seed, c.trained_task, c.evaluated_task, c.accuracy,
    m.node, e.stage, e.version, m.output, a.path, o.sha256, e.cache_key,
    r.content_digest, r.preimage,
    (SELECT json_group_array(json_object(
      'node', node, 'cache_key', input_cache_key, 'content_digest', content_digest)) FROM (
        SELECT (SELECT p.node FROM stage_execution p
            WHERE p.run_id = e.run_id AND p.cache_key = i.input_cache_key LIMIT 1) AS node,
          i.input_cache_key, x.content_digest
        FROM stage_input i LEFT JOIN stage_result x ON x.cache_key = i.input_cache_key
        WHERE i.cache_key = e.cache_key ORDER BY i.position
    )) AS inputs,
    e.seconds, e.hit, r.computed_at, r.host, r.numeric_class, r.engram_version,
    r.source_revision, r.source_is_dirty, r.libraries
  FROM accuracy c
  JOIN run t ON t.run_id = c.run_id
  LEFT JOIN measurement_source m
    ON m.run_id = c.run_id AND m.measurement = 'accuracy' AND m.task = c.trained_task
  LEFT JOIN stage_execution e ON e.run_id = m.run_id AND e.node = m.node
  LEFT JOIN stage_output o ON o.cache_key = e.cache_key AND o.name = m.output
  LEFT JOIN artifact a ON a.sha256 = o.sha256
  LEFT JOIN stage_result r ON r.cache_key = e.cache_key
;
COMMIT;
