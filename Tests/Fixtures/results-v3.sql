-- A results database as the program wrote it while the schema had version 3: a run of two tasks, and one that holds images out.
PRAGMA application_id = 1162757970;
PRAGMA user_version = 3;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('1');
INSERT INTO grdb_migrations VALUES('2');
INSERT INTO grdb_migrations VALUES('3');
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
INSERT INTO run VALUES('table1-seed6-cbdcf7295418','table1',6,'complete','2026-11-25T08:48:18.478Z','2026-11-25T08:48:19.877Z','2026-11-25T08:48:19.877Z','batch=128 benchmark=split-mnist beta=10000.0 beta1=0.9 beta2=0.999 clip_norm=0.0 clip_value=0.0 dataset=mnist groups=0,1/2,3/4,5/6,7/8,9 heads=10 importance_samples=10 learning_rate=0.001 log_interval=50 method=ewc momentum=0.0 nesterov=no optimizer=adam padding=0 profile=full scenario=CL3 schedule=constant steps=4 target_activation=relu target_dropout=0.0 target_hidden=6 tasks=2 weight_decay=0.0','0.1.0',NULL,NULL);
INSERT INTO run VALUES('table1-seed6-f454eafad318','table1',6,'complete','2026-11-25T08:48:19.983Z','2026-11-25T08:48:20.427Z','2026-11-25T08:48:20.427Z','batch=128 benchmark=split-mnist beta=10000.0 beta1=0.9 beta2=0.999 clip_norm=0.0 clip_value=0.0 dataset=mnist groups=0,1/2,3/4,5/6,7/8,9 heads=10 importance_samples=10 learning_rate=0.001 log_interval=50 method=ewc momentum=0.0 nesterov=no optimizer=adam padding=0 profile=full scenario=CL3 schedule=constant steps=4 target_activation=relu target_dropout=0.0 target_hidden=6 tasks=2 validation=500 weight_decay=0.0','0.1.0',NULL,NULL);
CREATE TABLE run_parameter (
  -- The parameters of a run, all but the seed.
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (run_id, key)
) STRICT, WITHOUT ROWID;
INSERT INTO run_parameter VALUES('table1-seed6-cbdcf7295418','batch','128');
INSERT INTO run_parameter VALUES('table1-seed6-cbdcf7295418','benchmark','split-mnist');
INSERT INTO run_parameter VALUES('table1-seed6-cbdcf7295418','beta','10000.0');
INSERT INTO run_parameter VALUES('table1-seed6-cbdcf7295418','beta1','0.9');
INSERT INTO run_parameter VALUES('table1-seed6-cbdcf7295418','beta2','0.999');
INSERT INTO run_parameter VALUES('table1-seed6-cbdcf7295418','clip_norm','0.0');
INSERT INTO run_parameter VALUES('table1-seed6-cbdcf7295418','clip_value','0.0');
INSERT INTO run_parameter VALUES('table1-seed6-cbdcf7295418','dataset','mnist');
INSERT INTO run_parameter VALUES('table1-seed6-cbdcf7295418','groups','0,1/2,3/4,5/6,7/8,9');
INSERT INTO run_parameter VALUES('table1-seed6-cbdcf7295418','heads','10');
INSERT INTO run_parameter VALUES('table1-seed6-cbdcf7295418','importance_samples','10');
INSERT INTO run_parameter VALUES('table1-seed6-cbdcf7295418','learning_rate','0.001');
INSERT INTO run_parameter VALUES('table1-seed6-cbdcf7295418','log_interval','50');
INSERT INTO run_parameter VALUES('table1-seed6-cbdcf7295418','method','ewc');
INSERT INTO run_parameter VALUES('table1-seed6-cbdcf7295418','momentum','0.0');
INSERT INTO run_parameter VALUES('table1-seed6-cbdcf7295418','nesterov','no');
INSERT INTO run_parameter VALUES('table1-seed6-cbdcf7295418','optimizer','adam');
INSERT INTO run_parameter VALUES('table1-seed6-cbdcf7295418','padding','0');
INSERT INTO run_parameter VALUES('table1-seed6-cbdcf7295418','profile','full');
INSERT INTO run_parameter VALUES('table1-seed6-cbdcf7295418','scenario','CL3');
INSERT INTO run_parameter VALUES('table1-seed6-cbdcf7295418','schedule','constant');
INSERT INTO run_parameter VALUES('table1-seed6-cbdcf7295418','steps','4');
INSERT INTO run_parameter VALUES('table1-seed6-cbdcf7295418','target_activation','relu');
INSERT INTO run_parameter VALUES('table1-seed6-cbdcf7295418','target_dropout','0.0');
INSERT INTO run_parameter VALUES('table1-seed6-cbdcf7295418','target_hidden','6');
INSERT INTO run_parameter VALUES('table1-seed6-cbdcf7295418','tasks','2');
INSERT INTO run_parameter VALUES('table1-seed6-cbdcf7295418','weight_decay','0.0');
INSERT INTO run_parameter VALUES('table1-seed6-f454eafad318','batch','128');
INSERT INTO run_parameter VALUES('table1-seed6-f454eafad318','benchmark','split-mnist');
INSERT INTO run_parameter VALUES('table1-seed6-f454eafad318','beta','10000.0');
INSERT INTO run_parameter VALUES('table1-seed6-f454eafad318','beta1','0.9');
INSERT INTO run_parameter VALUES('table1-seed6-f454eafad318','beta2','0.999');
INSERT INTO run_parameter VALUES('table1-seed6-f454eafad318','clip_norm','0.0');
INSERT INTO run_parameter VALUES('table1-seed6-f454eafad318','clip_value','0.0');
INSERT INTO run_parameter VALUES('table1-seed6-f454eafad318','dataset','mnist');
INSERT INTO run_parameter VALUES('table1-seed6-f454eafad318','groups','0,1/2,3/4,5/6,7/8,9');
INSERT INTO run_parameter VALUES('table1-seed6-f454eafad318','heads','10');
INSERT INTO run_parameter VALUES('table1-seed6-f454eafad318','importance_samples','10');
INSERT INTO run_parameter VALUES('table1-seed6-f454eafad318','learning_rate','0.001');
INSERT INTO run_parameter VALUES('table1-seed6-f454eafad318','log_interval','50');
INSERT INTO run_parameter VALUES('table1-seed6-f454eafad318','method','ewc');
INSERT INTO run_parameter VALUES('table1-seed6-f454eafad318','momentum','0.0');
INSERT INTO run_parameter VALUES('table1-seed6-f454eafad318','nesterov','no');
INSERT INTO run_parameter VALUES('table1-seed6-f454eafad318','optimizer','adam');
INSERT INTO run_parameter VALUES('table1-seed6-f454eafad318','padding','0');
INSERT INTO run_parameter VALUES('table1-seed6-f454eafad318','profile','full');
INSERT INTO run_parameter VALUES('table1-seed6-f454eafad318','scenario','CL3');
INSERT INTO run_parameter VALUES('table1-seed6-f454eafad318','schedule','constant');
INSERT INTO run_parameter VALUES('table1-seed6-f454eafad318','steps','4');
INSERT INTO run_parameter VALUES('table1-seed6-f454eafad318','target_activation','relu');
INSERT INTO run_parameter VALUES('table1-seed6-f454eafad318','target_dropout','0.0');
INSERT INTO run_parameter VALUES('table1-seed6-f454eafad318','target_hidden','6');
INSERT INTO run_parameter VALUES('table1-seed6-f454eafad318','tasks','2');
INSERT INTO run_parameter VALUES('table1-seed6-f454eafad318','validation','500');
INSERT INTO run_parameter VALUES('table1-seed6-f454eafad318','weight_decay','0.0');
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
INSERT INTO stage_execution VALUES('table1-seed6-cbdcf7295418',0,'dataset','0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','fetch-dataset',1,0.69797331600000001028,0);
INSERT INTO stage_execution VALUES('table1-seed6-cbdcf7295418',4,'evaluate','41a880d5afe8b0bbc0cf4cbbfc964e6092047401a8075309efb1acd9bd242d7c','evaluate-tasks',2,1.5823000000000000801e-05,0);
INSERT INTO stage_execution VALUES('table1-seed6-cbdcf7295418',1,'initialize','e1b87a05f5de0cc3ad912ae88288cb2f0e683ec7d100cb0f2ee41aeea49f91ff','initialize-classifier',1,0.00020865999999999999782,0);
INSERT INTO stage_execution VALUES('table1-seed6-cbdcf7295418',2,'train/task-01','7b1ee4ce72affe4bdc25d6a4d47f21a0bc45d0df5ecdf279fcfa6dd16768cb44','train-classifier',1,0.26365234399999998293,0);
INSERT INTO stage_execution VALUES('table1-seed6-cbdcf7295418',3,'train/task-02','58ffa1fe85df540624c7815750226f8ec00f5ec13e221b5aa1f2ff6eefdde5cc','train-classifier',1,0.059630000000000002446,0);
INSERT INTO stage_execution VALUES('table1-seed6-f454eafad318',0,'dataset','0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','fetch-dataset',1,0.69797331600000001028,1);
INSERT INTO stage_execution VALUES('table1-seed6-f454eafad318',4,'evaluate','11acab7cde04ad71e63aeee6eb9230b91e965a832b2a42c399420d20b44149e0','evaluate-tasks',2,2.3095000000000001649e-05,0);
INSERT INTO stage_execution VALUES('table1-seed6-f454eafad318',1,'initialize','e1b87a05f5de0cc3ad912ae88288cb2f0e683ec7d100cb0f2ee41aeea49f91ff','initialize-classifier',1,0.00020865999999999999782,1);
INSERT INTO stage_execution VALUES('table1-seed6-f454eafad318',2,'train/task-01','b59121a50bb59457553391dd2a96b23f0692eca8f64fd625ddf57bcba244571b','train-classifier',1,0.28453035999999998217,0);
INSERT INTO stage_execution VALUES('table1-seed6-f454eafad318',3,'train/task-02','4ddcb5dfbd18ba5cef314b9f079a6347b99c12a141e7da4cfa12164c83406355','train-classifier',1,0.099408411000000002077,0);
CREATE TABLE artifact (
  -- The files that stages published; path is relative to the store's folder.
  sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
  kind TEXT NOT NULL,               -- such as dataset or checkpoint
  path TEXT NOT NULL CHECK (path NOT LIKE '/%' AND path NOT LIKE '%..%'),
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  name TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO artifact VALUES('053570e1d5ac47a3c4484acdeabbeb53b90667350b18a175402c062ed9065f2e','evaluation','blobs/sha256/05/053570e1d5ac47a3c4484acdeabbeb53b90667350b18a175402c062ed9065f2e',357,'evaluation.json');
INSERT INTO artifact VALUES('0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7','dataset','blobs/sha256/0f/0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',7840016,'test-images.idx');
INSERT INTO artifact VALUES('1d984c5959ba98ea2ca0f5315b1af32ce50c79c6df9e3c4c9502952df754b2a2','classifier','blobs/sha256/1d/1d984c5959ba98ea2ca0f5315b1af32ce50c79c6df9e3c4c9502952df754b2a2',89019,'classifier.h5');
INSERT INTO artifact VALUES('2b166709a35b2c01936d132160af2306913ee3e5e0d1ab2448413ae6177fce1a','training-metrics','blobs/sha256/2b/2b166709a35b2c01936d132160af2306913ee3e5e0d1ab2448413ae6177fce1a',519,'metrics.json');
INSERT INTO artifact VALUES('3240167fd29793b153b94541b9080096fca3b79e01d4a848d68f737de7eae8c0','classifier','blobs/sha256/32/3240167fd29793b153b94541b9080096fca3b79e01d4a848d68f737de7eae8c0',89019,'classifier.h5');
INSERT INTO artifact VALUES('37517e5f3dc66819f61f5a7bb8ace1921282415f10551d2defa5c3eb0985b570','training-metrics','blobs/sha256/37/37517e5f3dc66819f61f5a7bb8ace1921282415f10551d2defa5c3eb0985b570',3,'metrics.json');
INSERT INTO artifact VALUES('5749e7dafa94ff34f8770661ad9ca8edacaf1c61ae156b62e2ce649d14d1b68d','classifier','blobs/sha256/57/5749e7dafa94ff34f8770661ad9ca8edacaf1c61ae156b62e2ce649d14d1b68d',89019,'classifier.h5');
INSERT INTO artifact VALUES('65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5','dataset','blobs/sha256/65/65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',60008,'train-labels.idx');
INSERT INTO artifact VALUES('77c4357403a6ebb83915db7bda6364b35cb3c3c55347be85a37ed82f782e8fa7','evaluation','blobs/sha256/77/77c4357403a6ebb83915db7bda6364b35cb3c3c55347be85a37ed82f782e8fa7',372,'evaluation.json');
INSERT INTO artifact VALUES('999f4b346503ddcd94c671e99103f51a535a317d2febd93c984ef8bc3463abbb','classifier','blobs/sha256/99/999f4b346503ddcd94c671e99103f51a535a317d2febd93c984ef8bc3463abbb',39470,'classifier.h5');
INSERT INTO artifact VALUES('a0bb5131f34d489667988bfc73b21080ba18e517f222e998d2e04262a177c004','training-metrics','blobs/sha256/a0/a0bb5131f34d489667988bfc73b21080ba18e517f222e998d2e04262a177c004',500,'metrics.json');
INSERT INTO artifact VALUES('b8f99c848ac738d63866a7b974371077836defc0f6bb4b0ec87d5be553254d3e','training-metrics','blobs/sha256/b8/b8f99c848ac738d63866a7b974371077836defc0f6bb4b0ec87d5be553254d3e',503,'metrics.json');
INSERT INTO artifact VALUES('ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db','dataset','blobs/sha256/ba/ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',47040016,'train-images.idx');
INSERT INTO artifact VALUES('debb0d6ecd2cca0e691ea6216f27a720649e1072138097f93fcfdf8c02f39758','classifier','blobs/sha256/de/debb0d6ecd2cca0e691ea6216f27a720649e1072138097f93fcfdf8c02f39758',89019,'classifier.h5');
INSERT INTO artifact VALUES('e3bbfce801d865ee8fa5b2fa8ce88b070e5c93292869f8d95e626fb1591d4664','training-metrics','blobs/sha256/e3/e3bbfce801d865ee8fa5b2fa8ce88b070e5c93292869f8d95e626fb1591d4664',513,'metrics.json');
INSERT INTO artifact VALUES('f73a8bf87705d8e7adc43ca9986dd22a4cf92af130070724751afece6cdbdb50','manifest','blobs/sha256/f7/f73a8bf87705d8e7adc43ca9986dd22a4cf92af130070724751afece6cdbdb50',2184,'manifest.json');
INSERT INTO artifact VALUES('ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2','dataset','blobs/sha256/ff/ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',10008,'test-labels.idx');
CREATE TABLE stage_input (
  -- What a stage's result was computed from: the cache keys of its inputs.
  cache_key TEXT NOT NULL,
  position INTEGER NOT NULL,        -- from 0
  input_cache_key TEXT NOT NULL,
  PRIMARY KEY (cache_key, position)
) STRICT, WITHOUT ROWID;
INSERT INTO stage_input VALUES('11acab7cde04ad71e63aeee6eb9230b91e965a832b2a42c399420d20b44149e0',0,'4ddcb5dfbd18ba5cef314b9f079a6347b99c12a141e7da4cfa12164c83406355');
INSERT INTO stage_input VALUES('41a880d5afe8b0bbc0cf4cbbfc964e6092047401a8075309efb1acd9bd242d7c',0,'58ffa1fe85df540624c7815750226f8ec00f5ec13e221b5aa1f2ff6eefdde5cc');
INSERT INTO stage_input VALUES('4ddcb5dfbd18ba5cef314b9f079a6347b99c12a141e7da4cfa12164c83406355',0,'b59121a50bb59457553391dd2a96b23f0692eca8f64fd625ddf57bcba244571b');
INSERT INTO stage_input VALUES('4ddcb5dfbd18ba5cef314b9f079a6347b99c12a141e7da4cfa12164c83406355',1,'0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7');
INSERT INTO stage_input VALUES('58ffa1fe85df540624c7815750226f8ec00f5ec13e221b5aa1f2ff6eefdde5cc',0,'7b1ee4ce72affe4bdc25d6a4d47f21a0bc45d0df5ecdf279fcfa6dd16768cb44');
INSERT INTO stage_input VALUES('58ffa1fe85df540624c7815750226f8ec00f5ec13e221b5aa1f2ff6eefdde5cc',1,'0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7');
INSERT INTO stage_input VALUES('7b1ee4ce72affe4bdc25d6a4d47f21a0bc45d0df5ecdf279fcfa6dd16768cb44',0,'e1b87a05f5de0cc3ad912ae88288cb2f0e683ec7d100cb0f2ee41aeea49f91ff');
INSERT INTO stage_input VALUES('7b1ee4ce72affe4bdc25d6a4d47f21a0bc45d0df5ecdf279fcfa6dd16768cb44',1,'0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7');
INSERT INTO stage_input VALUES('b59121a50bb59457553391dd2a96b23f0692eca8f64fd625ddf57bcba244571b',0,'e1b87a05f5de0cc3ad912ae88288cb2f0e683ec7d100cb0f2ee41aeea49f91ff');
INSERT INTO stage_input VALUES('b59121a50bb59457553391dd2a96b23f0692eca8f64fd625ddf57bcba244571b',1,'0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7');
CREATE TABLE stage_output (
  -- The files a stage's result consists of.
  cache_key TEXT NOT NULL,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL REFERENCES artifact,
  PRIMARY KEY (cache_key, name)
) STRICT, WITHOUT ROWID;
INSERT INTO stage_output VALUES('11acab7cde04ad71e63aeee6eb9230b91e965a832b2a42c399420d20b44149e0','evaluation.json','053570e1d5ac47a3c4484acdeabbeb53b90667350b18a175402c062ed9065f2e');
INSERT INTO stage_output VALUES('0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','test-images.idx','0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7');
INSERT INTO stage_output VALUES('4ddcb5dfbd18ba5cef314b9f079a6347b99c12a141e7da4cfa12164c83406355','classifier.h5','1d984c5959ba98ea2ca0f5315b1af32ce50c79c6df9e3c4c9502952df754b2a2');
INSERT INTO stage_output VALUES('58ffa1fe85df540624c7815750226f8ec00f5ec13e221b5aa1f2ff6eefdde5cc','metrics.json','2b166709a35b2c01936d132160af2306913ee3e5e0d1ab2448413ae6177fce1a');
INSERT INTO stage_output VALUES('b59121a50bb59457553391dd2a96b23f0692eca8f64fd625ddf57bcba244571b','classifier.h5','3240167fd29793b153b94541b9080096fca3b79e01d4a848d68f737de7eae8c0');
INSERT INTO stage_output VALUES('e1b87a05f5de0cc3ad912ae88288cb2f0e683ec7d100cb0f2ee41aeea49f91ff','metrics.json','37517e5f3dc66819f61f5a7bb8ace1921282415f10551d2defa5c3eb0985b570');
INSERT INTO stage_output VALUES('7b1ee4ce72affe4bdc25d6a4d47f21a0bc45d0df5ecdf279fcfa6dd16768cb44','classifier.h5','5749e7dafa94ff34f8770661ad9ca8edacaf1c61ae156b62e2ce649d14d1b68d');
INSERT INTO stage_output VALUES('0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','train-labels.idx','65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5');
INSERT INTO stage_output VALUES('41a880d5afe8b0bbc0cf4cbbfc964e6092047401a8075309efb1acd9bd242d7c','evaluation.json','77c4357403a6ebb83915db7bda6364b35cb3c3c55347be85a37ed82f782e8fa7');
INSERT INTO stage_output VALUES('e1b87a05f5de0cc3ad912ae88288cb2f0e683ec7d100cb0f2ee41aeea49f91ff','classifier.h5','999f4b346503ddcd94c671e99103f51a535a317d2febd93c984ef8bc3463abbb');
INSERT INTO stage_output VALUES('b59121a50bb59457553391dd2a96b23f0692eca8f64fd625ddf57bcba244571b','metrics.json','a0bb5131f34d489667988bfc73b21080ba18e517f222e998d2e04262a177c004');
INSERT INTO stage_output VALUES('7b1ee4ce72affe4bdc25d6a4d47f21a0bc45d0df5ecdf279fcfa6dd16768cb44','metrics.json','b8f99c848ac738d63866a7b974371077836defc0f6bb4b0ec87d5be553254d3e');
INSERT INTO stage_output VALUES('0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','train-images.idx','ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db');
INSERT INTO stage_output VALUES('58ffa1fe85df540624c7815750226f8ec00f5ec13e221b5aa1f2ff6eefdde5cc','classifier.h5','debb0d6ecd2cca0e691ea6216f27a720649e1072138097f93fcfdf8c02f39758');
INSERT INTO stage_output VALUES('4ddcb5dfbd18ba5cef314b9f079a6347b99c12a141e7da4cfa12164c83406355','metrics.json','e3bbfce801d865ee8fa5b2fa8ce88b070e5c93292869f8d95e626fb1591d4664');
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
INSERT INTO accuracy VALUES('table1-seed6-cbdcf7295418',0,0,0.83356973995271865796);
INSERT INTO accuracy VALUES('table1-seed6-cbdcf7295418',1,0,0.13286052009456264522);
INSERT INTO accuracy VALUES('table1-seed6-cbdcf7295418',1,1,0.51028403525954946218);
INSERT INTO accuracy VALUES('table1-seed6-f454eafad318',0,0,0.8000000000000000444);
INSERT INTO accuracy VALUES('table1-seed6-f454eafad318',1,0,0.15454545454545454141);
INSERT INTO accuracy VALUES('table1-seed6-f454eafad318',1,1,0.50980392156862741614);
CREATE TABLE task_inference (
  -- Fraction of task j's test samples whose task was inferred right after training task i.
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  trained_task INTEGER NOT NULL CHECK (trained_task >= 0),
  evaluated_task INTEGER NOT NULL CHECK (evaluated_task >= 0),
  accuracy REAL NOT NULL CHECK (accuracy BETWEEN 0 AND 1), -- fraction
  PRIMARY KEY (run_id, trained_task, evaluated_task)
) STRICT, WITHOUT ROWID;
INSERT INTO task_inference VALUES('table1-seed6-cbdcf7295418',0,0,1.0);
INSERT INTO task_inference VALUES('table1-seed6-cbdcf7295418',1,0,0.14373522458628842923);
INSERT INTO task_inference VALUES('table1-seed6-cbdcf7295418',1,1,0.9828599412340842667);
INSERT INTO task_inference VALUES('table1-seed6-f454eafad318',0,0,1.0);
INSERT INTO task_inference VALUES('table1-seed6-f454eafad318',1,0,0.16363636363636363535);
INSERT INTO task_inference VALUES('table1-seed6-f454eafad318',1,1,0.99019607843137258385);
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
INSERT INTO training_metric VALUES('table1-seed6-cbdcf7295418',0,1,'accuracy',0.3359375);
INSERT INTO training_metric VALUES('table1-seed6-cbdcf7295418',0,1,'gradient_norm',0.43947073884211396155);
INSERT INTO training_metric VALUES('table1-seed6-cbdcf7295418',0,1,'learning_rate',0.0010000000000000000208);
INSERT INTO training_metric VALUES('table1-seed6-cbdcf7295418',0,1,'loss',0.70745861530303955078);
INSERT INTO training_metric VALUES('table1-seed6-cbdcf7295418',0,1,'regularizer',0.0);
INSERT INTO training_metric VALUES('table1-seed6-cbdcf7295418',0,4,'accuracy',0.7109375);
INSERT INTO training_metric VALUES('table1-seed6-cbdcf7295418',0,4,'gradient_norm',0.38615996038518707322);
INSERT INTO training_metric VALUES('table1-seed6-cbdcf7295418',0,4,'learning_rate',0.0010000000000000000208);
INSERT INTO training_metric VALUES('table1-seed6-cbdcf7295418',0,4,'loss',0.67615336179733276367);
INSERT INTO training_metric VALUES('table1-seed6-cbdcf7295418',0,4,'regularizer',0.0);
INSERT INTO training_metric VALUES('table1-seed6-cbdcf7295418',1,1,'accuracy',0.3984375);
INSERT INTO training_metric VALUES('table1-seed6-cbdcf7295418',1,1,'gradient_norm',1.2245300153380558327);
INSERT INTO training_metric VALUES('table1-seed6-cbdcf7295418',1,1,'learning_rate',0.0010000000000000000208);
INSERT INTO training_metric VALUES('table1-seed6-cbdcf7295418',1,1,'loss',1.3455411195755004882);
INSERT INTO training_metric VALUES('table1-seed6-cbdcf7295418',1,1,'regularizer',0.0);
INSERT INTO training_metric VALUES('table1-seed6-cbdcf7295418',1,4,'accuracy',0.53125);
INSERT INTO training_metric VALUES('table1-seed6-cbdcf7295418',1,4,'gradient_norm',1.8828683181036844906);
INSERT INTO training_metric VALUES('table1-seed6-cbdcf7295418',1,4,'learning_rate',0.0010000000000000000208);
INSERT INTO training_metric VALUES('table1-seed6-cbdcf7295418',1,4,'loss',1.2352169752120971679);
INSERT INTO training_metric VALUES('table1-seed6-cbdcf7295418',1,4,'regularizer',0.019873227924108505249);
INSERT INTO training_metric VALUES('table1-seed6-f454eafad318',0,1,'accuracy',0.2421875);
INSERT INTO training_metric VALUES('table1-seed6-f454eafad318',0,1,'gradient_norm',0.5062716955751348502);
INSERT INTO training_metric VALUES('table1-seed6-f454eafad318',0,1,'learning_rate',0.0010000000000000000208);
INSERT INTO training_metric VALUES('table1-seed6-f454eafad318',0,1,'loss',0.7159098982810974121);
INSERT INTO training_metric VALUES('table1-seed6-f454eafad318',0,1,'regularizer',0.0);
INSERT INTO training_metric VALUES('table1-seed6-f454eafad318',0,4,'accuracy',0.65625);
INSERT INTO training_metric VALUES('table1-seed6-f454eafad318',0,4,'gradient_norm',0.35140367142877071415);
INSERT INTO training_metric VALUES('table1-seed6-f454eafad318',0,4,'learning_rate',0.0010000000000000000208);
INSERT INTO training_metric VALUES('table1-seed6-f454eafad318',0,4,'loss',0.67852854728698730468);
INSERT INTO training_metric VALUES('table1-seed6-f454eafad318',0,4,'regularizer',0.0);
INSERT INTO training_metric VALUES('table1-seed6-f454eafad318',1,1,'accuracy',0.484375);
INSERT INTO training_metric VALUES('table1-seed6-f454eafad318',1,1,'gradient_norm',1.377392286867950899);
INSERT INTO training_metric VALUES('table1-seed6-f454eafad318',1,1,'learning_rate',0.0010000000000000000208);
INSERT INTO training_metric VALUES('table1-seed6-f454eafad318',1,1,'loss',1.3098154067993164062);
INSERT INTO training_metric VALUES('table1-seed6-f454eafad318',1,1,'regularizer',0.0);
INSERT INTO training_metric VALUES('table1-seed6-f454eafad318',1,4,'accuracy',0.5);
INSERT INTO training_metric VALUES('table1-seed6-f454eafad318',1,4,'gradient_norm',1.7577472374495148876);
INSERT INTO training_metric VALUES('table1-seed6-f454eafad318',1,4,'learning_rate',0.0010000000000000000208);
INSERT INTO training_metric VALUES('table1-seed6-f454eafad318',1,4,'loss',1.2472079992294311523);
INSERT INTO training_metric VALUES('table1-seed6-f454eafad318',1,4,'regularizer',0.017928587272763252258);
CREATE TABLE embedding_accuracy (
  -- Test accuracy on a task (from 0) with the weights that the embedding (x, y) generates.
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  task INTEGER NOT NULL CHECK (task >= 0),
  x REAL NOT NULL,
  y REAL NOT NULL,
  accuracy REAL NOT NULL CHECK (accuracy BETWEEN 0 AND 1), -- fraction
  PRIMARY KEY (run_id, task, x, y)
) STRICT, WITHOUT ROWID;
CREATE TABLE task_embedding (
  -- The learned task embeddings, one row per component; tasks and dimensions from 0.
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  task INTEGER NOT NULL CHECK (task >= 0),
  dimension INTEGER NOT NULL CHECK (dimension >= 0),
  value REAL NOT NULL,
  PRIMARY KEY (run_id, task, dimension)
) STRICT, WITHOUT ROWID;
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
INSERT INTO stage_result VALUES('0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','fetch-dataset',1,replace('{\n"configuration.content": "0f6e3a73e4353b77839bc312bb25bd26a2c944acb8bfcb12506c7c48622eec32",\n"configuration.name": "mnist",\n"inputs": "array of 0",\n"schema": 1,\n"stage": "fetch-dataset",\n"version": 1\n}','\n',char(10)),'0f6e3a73e4353b77839bc312bb25bd26a2c944acb8bfcb12506c7c48622eec32',NULL,'host','2026-11-25T08:48:18.492Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('11acab7cde04ad71e63aeee6eb9230b91e965a832b2a42c399420d20b44149e0','evaluate-tasks',2,replace('{\n"configuration": "{}",\n"inputs": "array of 1",\n"inputs[0]": "43690ca1a695e9c10c48fdb4547a849621e9b4f85e8cb5301a3720496c4ebaee",\n"schema": 1,\n"stage": "evaluate-tasks",\n"version": 2\n}','\n',char(10)),'1f4ab1dd4b00cf5b3f9c43522ec47d8342207cda747a69d1e6559b27e5da1820',NULL,'host','2026-11-25T08:48:20.418Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('41a880d5afe8b0bbc0cf4cbbfc964e6092047401a8075309efb1acd9bd242d7c','evaluate-tasks',2,replace('{\n"configuration": "{}",\n"inputs": "array of 1",\n"inputs[0]": "eb2fc5018e6253daa9df1cb62f7b5b12648fbb24fe6403071094d75f9a2b3195",\n"schema": 1,\n"stage": "evaluate-tasks",\n"version": 2\n}','\n',char(10)),'a997d7852a114857ff363d1bf8949d07b8d7503c78da952bd13ce645ca5eb309',NULL,'host','2026-11-25T08:48:19.865Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('4ddcb5dfbd18ba5cef314b9f079a6347b99c12a141e7da4cfa12164c83406355','train-classifier',1,replace('{\n"configuration.heldOut.count": 500,\n"configuration.heldOut.seed": 6,\n"configuration.method.samples": 10,\n"configuration.method.strength": 10000.0,\n"configuration.name": "ewc",\n"configuration.sequence.kind.split.groups": "array of 2",\n"configuration.sequence.kind.split.groups[0]": "array of 2",\n"configuration.sequence.kind.split.groups[0][0]": 0,\n"configuration.sequence.kind.split.groups[0][1]": 1,\n"configuration.sequence.kind.split.groups[1]": "array of 2",\n"configuration.sequence.kind.split.groups[1][0]": 2,\n"configuration.sequence.kind.split.groups[1][1]": 3,\n"configuration.sequence.scenario": "CL3",\n"configuration.target": "classes",\n"configuration.training.batch": 128,\n"configuration.training.logInterval": 50,\n"configuration.training.optimizer.algorithm.adam.beta1": 0.9,\n"configuration.training.optimizer.algorithm.adam.beta2": 0.999,\n"configuration.training.optimizer.algorithm.adam.epsilon": 1e-08,\n"configuration.training.optimizer.clipping.none": "{}",\n"configuration.training.optimizer.learningRate": 0.001,\n"configuration.training.optimizer.schedule.constant": "{}",\n"configuration.training.optimizer.weightDecay": 0.0,\n"configuration.training.steps": 4,\n"inputs": "array of 2",\n"inputs[0]": "06e24702484472e874a437a70e6dcd3da08816c3733de2021170734ba3476db2",\n"inputs[1]": "0f6e3a73e4353b77839bc312bb25bd26a2c944acb8bfcb12506c7c48622eec32",\n"numericClass": "x86_64 Cooperlake fma",\n"schema": 1,\n"stage": "train-classifier",\n"version": 1\n}','\n',char(10)),'43690ca1a695e9c10c48fdb4547a849621e9b4f85e8cb5301a3720496c4ebaee','x86_64 Cooperlake fma','host','2026-11-25T08:48:20.296Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('58ffa1fe85df540624c7815750226f8ec00f5ec13e221b5aa1f2ff6eefdde5cc','train-classifier',1,replace('{\n"configuration.method.samples": 10,\n"configuration.method.strength": 10000.0,\n"configuration.name": "ewc",\n"configuration.sequence.kind.split.groups": "array of 2",\n"configuration.sequence.kind.split.groups[0]": "array of 2",\n"configuration.sequence.kind.split.groups[0][0]": 0,\n"configuration.sequence.kind.split.groups[0][1]": 1,\n"configuration.sequence.kind.split.groups[1]": "array of 2",\n"configuration.sequence.kind.split.groups[1][0]": 2,\n"configuration.sequence.kind.split.groups[1][1]": 3,\n"configuration.sequence.scenario": "CL3",\n"configuration.target": "classes",\n"configuration.training.batch": 128,\n"configuration.training.logInterval": 50,\n"configuration.training.optimizer.algorithm.adam.beta1": 0.9,\n"configuration.training.optimizer.algorithm.adam.beta2": 0.999,\n"configuration.training.optimizer.algorithm.adam.epsilon": 1e-08,\n"configuration.training.optimizer.clipping.none": "{}",\n"configuration.training.optimizer.learningRate": 0.001,\n"configuration.training.optimizer.schedule.constant": "{}",\n"configuration.training.optimizer.weightDecay": 0.0,\n"configuration.training.steps": 4,\n"inputs": "array of 2",\n"inputs[0]": "c22c1da654656542cd1f21b264c7c2b63269e5e059dcd49f42ba46541d62c873",\n"inputs[1]": "0f6e3a73e4353b77839bc312bb25bd26a2c944acb8bfcb12506c7c48622eec32",\n"numericClass": "x86_64 Cooperlake fma",\n"schema": 1,\n"stage": "train-classifier",\n"version": 1\n}','\n',char(10)),'eb2fc5018e6253daa9df1cb62f7b5b12648fbb24fe6403071094d75f9a2b3195','x86_64 Cooperlake fma','host','2026-11-25T08:48:19.793Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('7b1ee4ce72affe4bdc25d6a4d47f21a0bc45d0df5ecdf279fcfa6dd16768cb44','train-classifier',1,replace('{\n"configuration.method.samples": 10,\n"configuration.method.strength": 0.0,\n"configuration.name": "ewc",\n"configuration.sequence.kind.split.groups": "array of 1",\n"configuration.sequence.kind.split.groups[0]": "array of 2",\n"configuration.sequence.kind.split.groups[0][0]": 0,\n"configuration.sequence.kind.split.groups[0][1]": 1,\n"configuration.sequence.scenario": "CL3",\n"configuration.target": "classes",\n"configuration.training.batch": 128,\n"configuration.training.logInterval": 50,\n"configuration.training.optimizer.algorithm.adam.beta1": 0.9,\n"configuration.training.optimizer.algorithm.adam.beta2": 0.999,\n"configuration.training.optimizer.algorithm.adam.epsilon": 1e-08,\n"configuration.training.optimizer.clipping.none": "{}",\n"configuration.training.optimizer.learningRate": 0.001,\n"configuration.training.optimizer.schedule.constant": "{}",\n"configuration.training.optimizer.weightDecay": 0.0,\n"configuration.training.steps": 4,\n"inputs": "array of 2",\n"inputs[0]": "e2d33629f6fea023c57a346020ea5b66fa9693a2b85c4e53c1561fc89edf81c3",\n"inputs[1]": "0f6e3a73e4353b77839bc312bb25bd26a2c944acb8bfcb12506c7c48622eec32",\n"numericClass": "x86_64 Cooperlake fma",\n"schema": 1,\n"stage": "train-classifier",\n"version": 1\n}','\n',char(10)),'c22c1da654656542cd1f21b264c7c2b63269e5e059dcd49f42ba46541d62c873','x86_64 Cooperlake fma','host','2026-11-25T08:48:19.520Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('b59121a50bb59457553391dd2a96b23f0692eca8f64fd625ddf57bcba244571b','train-classifier',1,replace('{\n"configuration.heldOut.count": 500,\n"configuration.heldOut.seed": 6,\n"configuration.method.samples": 10,\n"configuration.method.strength": 0.0,\n"configuration.name": "ewc",\n"configuration.sequence.kind.split.groups": "array of 1",\n"configuration.sequence.kind.split.groups[0]": "array of 2",\n"configuration.sequence.kind.split.groups[0][0]": 0,\n"configuration.sequence.kind.split.groups[0][1]": 1,\n"configuration.sequence.scenario": "CL3",\n"configuration.target": "classes",\n"configuration.training.batch": 128,\n"configuration.training.logInterval": 50,\n"configuration.training.optimizer.algorithm.adam.beta1": 0.9,\n"configuration.training.optimizer.algorithm.adam.beta2": 0.999,\n"configuration.training.optimizer.algorithm.adam.epsilon": 1e-08,\n"configuration.training.optimizer.clipping.none": "{}",\n"configuration.training.optimizer.learningRate": 0.001,\n"configuration.training.optimizer.schedule.constant": "{}",\n"configuration.training.optimizer.weightDecay": 0.0,\n"configuration.training.steps": 4,\n"inputs": "array of 2",\n"inputs[0]": "e2d33629f6fea023c57a346020ea5b66fa9693a2b85c4e53c1561fc89edf81c3",\n"inputs[1]": "0f6e3a73e4353b77839bc312bb25bd26a2c944acb8bfcb12506c7c48622eec32",\n"numericClass": "x86_64 Cooperlake fma",\n"schema": 1,\n"stage": "train-classifier",\n"version": 1\n}','\n',char(10)),'06e24702484472e874a437a70e6dcd3da08816c3733de2021170734ba3476db2','x86_64 Cooperlake fma','host','2026-11-25T08:48:19.993Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('e1b87a05f5de0cc3ad912ae88288cb2f0e683ec7d100cb0f2ee41aeea49f91ff','initialize-classifier',1,replace('{\n"configuration.dataset": "mnist",\n"configuration.network.activation": "relu",\n"configuration.network.dropout": 0.0,\n"configuration.network.layers": "array of 3",\n"configuration.network.layers[0]": 784,\n"configuration.network.layers[1]": 6,\n"configuration.network.layers[2]": 10,\n"configuration.scenario": "CL3",\n"configuration.seed": 6,\n"inputs": "array of 0",\n"numericClass": "x86_64 Cooperlake fma",\n"schema": 1,\n"stage": "initialize-classifier",\n"version": 1\n}','\n',char(10)),'e2d33629f6fea023c57a346020ea5b66fa9693a2b85c4e53c1561fc89edf81c3','x86_64 Cooperlake fma','host','2026-11-25T08:48:19.503Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
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
INSERT INTO measurement_source VALUES('table1-seed6-cbdcf7295418','accuracy',0,'train/task-01','classifier.h5');
INSERT INTO measurement_source VALUES('table1-seed6-cbdcf7295418','accuracy',1,'train/task-02','classifier.h5');
INSERT INTO measurement_source VALUES('table1-seed6-cbdcf7295418','run_cost',1,'evaluate','evaluation.json');
INSERT INTO measurement_source VALUES('table1-seed6-cbdcf7295418','task_inference',0,'train/task-01','classifier.h5');
INSERT INTO measurement_source VALUES('table1-seed6-cbdcf7295418','task_inference',1,'train/task-02','classifier.h5');
INSERT INTO measurement_source VALUES('table1-seed6-cbdcf7295418','training_metric',0,'train/task-01','metrics.json');
INSERT INTO measurement_source VALUES('table1-seed6-cbdcf7295418','training_metric',1,'train/task-02','metrics.json');
INSERT INTO measurement_source VALUES('table1-seed6-f454eafad318','accuracy',0,'train/task-01','classifier.h5');
INSERT INTO measurement_source VALUES('table1-seed6-f454eafad318','accuracy',1,'train/task-02','classifier.h5');
INSERT INTO measurement_source VALUES('table1-seed6-f454eafad318','run_cost',1,'evaluate','evaluation.json');
INSERT INTO measurement_source VALUES('table1-seed6-f454eafad318','task_inference',0,'train/task-01','classifier.h5');
INSERT INTO measurement_source VALUES('table1-seed6-f454eafad318','task_inference',1,'train/task-02','classifier.h5');
INSERT INTO measurement_source VALUES('table1-seed6-f454eafad318','training_metric',0,'train/task-01','metrics.json');
INSERT INTO measurement_source VALUES('table1-seed6-f454eafad318','training_metric',1,'train/task-02','metrics.json');
CREATE TABLE run_cost (
  -- What a run's method needs, and what it keeps from task to task.
  run_id TEXT NOT NULL PRIMARY KEY REFERENCES run ON DELETE CASCADE,
  trainable_weights INTEGER NOT NULL CHECK (trainable_weights >= 0), -- over all tasks
  target_weights INTEGER NOT NULL CHECK (target_weights >= 0), -- of the network that classifies
  stored_samples INTEGER NOT NULL CHECK (stored_samples >= 0), -- real ones, of past tasks
  -- All that is kept from task to task, after the last one: weights, embeddings, importances,
  -- the replay model, stored samples.
  memory_bytes INTEGER NOT NULL CHECK (memory_bytes >= 0)
) STRICT, WITHOUT ROWID;
INSERT INTO run_cost VALUES('table1-seed6-cbdcf7295418',4780,4780,0,57360);
INSERT INTO run_cost VALUES('table1-seed6-f454eafad318',4780,4780,0,57360);
CREATE TABLE published_accuracy (
  -- Published final accuracies, as the program that last wrote here knows them.
  benchmark TEXT NOT NULL,          -- split-mnist or permuted-mnist-10
  scenario TEXT NOT NULL CHECK (scenario IN ('CL1', 'CL2', 'CL3')),
  method TEXT NOT NULL,             -- as the parameter of runs
  mean REAL NOT NULL CHECK (mean BETWEEN 0 AND 100), -- percent
  standard_error REAL NOT NULL CHECK (standard_error > 0), -- of the mean, percentage points
  seeds INTEGER NOT NULL CHECK (seeds > 1),
  published_column TEXT NOT NULL,   -- the table's column that it stands in
  source TEXT NOT NULL,
  url TEXT NOT NULL,
  note TEXT,                        -- why the column stands for this method
  PRIMARY KEY (benchmark, scenario, method)
) STRICT, WITHOUT ROWID;
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL1','dgr+distill',97.510000000000005117,0.010000000000000000208,20,'DGR','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the published column DGR is DGR+distill');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL1','ewc',95.959999999999993748,0.059999999999999997779,20,'EWC','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the published column is online EWC; it stands for EWC with an anchor for each task as well');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL1','hnet',97.569999999999993175,0.020000000000000000416,20,'HNET+ENT','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695','with the task given, HNET+ENT and HNET+TIR are HNET: the value of both columns');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL1','hnet+ent',97.569999999999993175,0.020000000000000000416,20,'HNET+ENT','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL1','hnet+r',97.870000000000004544,0.010000000000000000208,20,'HNET+R','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL1','hnet+tir',97.569999999999993175,0.020000000000000000416,20,'HNET+TIR','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL1','online-ewc',95.959999999999993748,0.059999999999999997779,20,'EWC','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734',NULL);
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL1','si',94.750000000000000003,0.14000000000000001332,20,'SI','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734',NULL);
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL2','dgr+distill',97.349999999999994315,0.020000000000000000416,20,'DGR','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the published column DGR is DGR+distill');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL2','ewc',94.420000000000001705,0.13000000000000000444,20,'EWC','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the published column is online EWC; it stands for EWC with an anchor for each task as well');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL2','hnet+ent',92.799999999999997161,0.14999999999999999444,20,'HNET+ENT','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL2','hnet+r',97.599999999999994312,0.010000000000000000208,20,'HNET+R','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL2','hnet+tir',97.579999999999998292,0.020000000000000000416,20,'HNET+TIR','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL2','online-ewc',94.420000000000001705,0.13000000000000000444,20,'EWC','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734',NULL);
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL2','si',95.329999999999998298,0.11000000000000000055,20,'SI','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734',NULL);
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL3','dgr+distill',96.379999999999995449,0.029999999999999998889,20,'DGR','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the published column DGR is DGR+distill');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL3','ewc',33.880000000000002557,0.48999999999999999111,20,'EWC','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the published column is online EWC; it stands for EWC with an anchor for each task as well');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL3','hnet+ent',91.750000000000000001,0.20999999999999999222,20,'HNET+ENT','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL3','hnet+r',97.760000000000005114,0.010000000000000000208,20,'HNET+R','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL3','hnet+tir',97.59000000000000341,0.010000000000000000208,20,'HNET+TIR','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL3','online-ewc',33.880000000000002557,0.48999999999999999111,20,'EWC','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734',NULL);
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL3','si',29.309999999999998721,0.61999999999999999555,20,'SI','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734',NULL);
INSERT INTO published_accuracy VALUES('split-mnist','CL1','dgr+distill',99.609999999999999428,0.020000000000000000416,20,'DGR','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the published column DGR is DGR+distill');
INSERT INTO published_accuracy VALUES('split-mnist','CL1','ewc',99.120000000000004544,0.11000000000000000055,20,'EWC','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the published column is online EWC; it stands for EWC with an anchor for each task as well');
INSERT INTO published_accuracy VALUES('split-mnist','CL1','hnet',99.790000000000006249,0.010000000000000000208,20,'HNET+ENT','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695','with the task given, HNET+ENT and HNET+TIR are HNET: the value of both columns');
INSERT INTO published_accuracy VALUES('split-mnist','CL1','hnet+ent',99.790000000000006249,0.010000000000000000208,20,'HNET+ENT','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('split-mnist','CL1','hnet+r',99.829999999999998296,0.010000000000000000208,20,'HNET+R','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('split-mnist','CL1','hnet+tir',99.790000000000006249,0.010000000000000000208,20,'HNET+TIR','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('split-mnist','CL1','online-ewc',99.120000000000004544,0.11000000000000000055,20,'EWC','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734',NULL);
INSERT INTO published_accuracy VALUES('split-mnist','CL1','si',99.090000000000003407,0.14999999999999999444,20,'SI','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734',NULL);
INSERT INTO published_accuracy VALUES('split-mnist','CL2','dgr+distill',96.829999999999998294,0.2000000000000000111,20,'DGR','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the published column DGR is DGR+distill');
INSERT INTO published_accuracy VALUES('split-mnist','CL2','ewc',64.319999999999993177,1.8999999999999999111,20,'EWC','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the published column is online EWC; it stands for EWC with an anchor for each task as well');
INSERT INTO published_accuracy VALUES('split-mnist','CL2','hnet+ent',87.010000000000005115,0.46999999999999997335,20,'HNET+ENT','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('split-mnist','CL2','hnet+r',98.0,0.029999999999999998889,20,'HNET+R','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('split-mnist','CL2','hnet+tir',94.430000000000006822,0.28000000000000002664,20,'HNET+TIR','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('split-mnist','CL2','online-ewc',64.319999999999993177,1.8999999999999999111,20,'EWC','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734',NULL);
INSERT INTO published_accuracy VALUES('split-mnist','CL2','si',65.35999999999999943,1.5700000000000000621,20,'SI','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734',NULL);
INSERT INTO published_accuracy VALUES('split-mnist','CL3','dgr+distill',91.790000000000006256,0.32000000000000000666,20,'DGR','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the published column DGR is DGR+distill');
INSERT INTO published_accuracy VALUES('split-mnist','CL3','ewc',19.960000000000000852,0.070000000000000006661,20,'EWC','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the published column is online EWC; it stands for EWC with an anchor for each task as well');
INSERT INTO published_accuracy VALUES('split-mnist','CL3','hnet+ent',69.480000000000003979,0.8000000000000000444,20,'HNET+ENT','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('split-mnist','CL3','hnet+r',95.299999999999997161,0.13000000000000000444,20,'HNET+R','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('split-mnist','CL3','hnet+tir',89.590000000000003408,0.58999999999999996891,20,'HNET+TIR','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('split-mnist','CL3','online-ewc',19.960000000000000852,0.070000000000000006661,20,'EWC','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734',NULL);
INSERT INTO published_accuracy VALUES('split-mnist','CL3','si',19.989999999999998436,0.059999999999999997779,20,'SI','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734',NULL);
CREATE INDEX stage_execution_by_key ON stage_execution (cache_key);
CREATE INDEX stage_output_by_artifact ON stage_output (sha256);
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
CREATE VIEW run_metric AS
  -- The metrics of every complete run, as unrounded fractions; the views below round them.
  -- A metric is NULL where a cell of the accuracy matrix that it needs is absent; forgetting and
  -- transfer are NULL with a single task. Forward transfer is held against a network that learns
  -- each task alone: the complete run with method scratch and scenario CL1 of the same
  -- experiment and seed whose benchmark, profile, dataset, groups, tasks, steps, batch,
  -- learning_rate and target_hidden are the same; NULL where there is none.
  WITH
  cell AS (
    SELECT a.run_id, a.trained_task AS i, a.evaluated_task AS j, a.accuracy
    FROM accuracy a JOIN run r ON r.run_id = a.run_id
    WHERE r.status = 'complete' AND a.evaluated_task <= a.trained_task
  ),
  size AS (SELECT run_id, 1 + max(i) AS tasks FROM cell GROUP BY run_id),
  per_task AS MATERIALIZED (
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
  ),
  comparable AS MATERIALIZED (
    SELECT r.run_id, r.confirmed_at,
      r.experiment || char(10) || r.seed || char(10) || coalesce((
        SELECT group_concat(key || '=' || value, char(10)) FROM (
          SELECT p.key, p.value FROM run_parameter p
          WHERE p.run_id = r.run_id AND p.key IN ('benchmark', 'profile', 'dataset', 'groups',
            'tasks', 'steps', 'batch', 'learning_rate', 'target_hidden')
          ORDER BY p.key
        )
      ), '') AS setting
    FROM run r WHERE r.status = 'complete'
  ),
  scratch AS MATERIALIZED (
    SELECT setting, run_id FROM (
      SELECT c.setting, c.run_id, row_number() OVER (
          PARTITION BY c.setting ORDER BY c.confirmed_at DESC, c.run_id
        ) AS place
      FROM comparable c
      JOIN run_parameter m ON m.run_id = c.run_id AND m.key = 'method' AND m.value = 'scratch'
      JOIN run_parameter s ON s.run_id = c.run_id AND s.key = 'scenario' AND s.value = 'CL1'
    ) WHERE place = 1
  ),
  forward AS (
    SELECT p.run_id, count(p.during - alone.during) AS cells,
      avg(p.during - alone.during) AS transfer
    FROM per_task p
    JOIN comparable c ON c.run_id = p.run_id
    JOIN scratch s ON s.setting = c.setting
    JOIN per_task alone ON alone.run_id = s.run_id AND alone.task = p.task
    WHERE p.task > 0
    GROUP BY p.run_id
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
    CASE WHEN tasks > 1 AND max(forward.cells) = tasks - 1 THEN max(forward.transfer) END
      AS forward_transfer,
    CASE WHEN max(inference.cells) = tasks THEN max(inference.accuracy) END
      AS task_inference_accuracy
  FROM per_task p
  LEFT JOIN inference ON inference.run_id = p.run_id
  LEFT JOIN forward ON forward.run_id = p.run_id
  GROUP BY p.run_id
;
CREATE VIEW forward_transfer AS
  -- Mean gain, right after learning them, on all tasks but the first over networks that learned
  -- each of them alone, in percentage points: see run_metric. Complete runs.
  SELECT r.run_id AS run, r.experiment, r.seed, m.tasks,
    round(100 * m.forward_transfer, 2) AS forward_transfer_percent
  FROM run_metric m JOIN run r ON r.run_id = m.run_id
;
CREATE VIEW task_inference_accuracy AS
  -- Share of test samples whose task was inferred right after the last task was learned, mean
  -- over the tasks. NULL where the task is given. Complete runs.
  SELECT r.run_id AS run, r.experiment, r.seed, m.tasks,
    round(100 * m.task_inference_accuracy, 2) AS task_inference_accuracy_percent
  FROM run_metric m JOIN run r ON r.run_id = m.run_id
;
CREATE VIEW run_costs AS
  -- What complete runs cost: seconds of computation of all their stages (those of the original
  -- computation for what was found), weights, stored samples, memory.
  SELECT r.run_id AS run, r.experiment, r.seed,
    (SELECT sum(seconds) FROM stage_execution e WHERE e.run_id = r.run_id) AS seconds,
    c.trainable_weights, c.target_weights, c.stored_samples, c.memory_bytes
  FROM run r LEFT JOIN run_cost c ON c.run_id = r.run_id
  WHERE r.status = 'complete'
  ORDER BY run
;
CREATE VIEW training_metric_provenance AS
  -- Every value of a training log with the file it was read from and what computed that. What
  -- replay models and networks that tell tasks have logged begins with 'replay ' and 'inference ',
  -- and was measured by their stages: in measurement_provenance they are measurements of their
  -- own, 'training_metric replay' and 'training_metric inference'. Tasks count from 0.
  SELECT c.run_id AS run, t.experiment, t.seed, c.task, c.step, c.name, c.value,
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
  FROM training_metric c
  JOIN run t ON t.run_id = c.run_id
  LEFT JOIN measurement_source m ON m.run_id = c.run_id AND m.task = c.task
    AND m.measurement = CASE
      WHEN c.name LIKE 'replay %' THEN 'training_metric replay'
      WHEN c.name LIKE 'inference %' THEN 'training_metric inference'
      ELSE 'training_metric' END
  LEFT JOIN stage_execution e ON e.run_id = m.run_id AND e.node = m.node
  LEFT JOIN stage_output o ON o.cache_key = e.cache_key AND o.name = m.output
  LEFT JOIN artifact a ON a.sha256 = o.sha256
  LEFT JOIN stage_result r ON r.cache_key = e.cache_key
;
CREATE VIEW summary AS
  -- Mean and standard error over seeds, in percent (forgetting and transfer: percentage points).
  -- Runs with equal experiment and parameters form a group; settings names those
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
  metrics AS MATERIALIZED (SELECT * FROM run_metric),
  measured (run_id, place, metric, value) AS (
    SELECT run_id, 1, 'final accuracy', final_accuracy FROM metrics
    UNION ALL SELECT run_id, 2, 'during accuracy', during_accuracy FROM metrics
    UNION ALL SELECT run_id, 3, 'forgetting', forgetting FROM metrics
    UNION ALL SELECT run_id, 4, 'backward transfer', backward_transfer FROM metrics
    UNION ALL SELECT run_id, 5, 'forward transfer', forward_transfer FROM metrics
    UNION ALL SELECT run_id, 6, 'task inference', task_inference_accuracy FROM metrics
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
CREATE VIEW table1 AS
  -- Table 1 of von Oswald et al. 2020: mean final accuracy and its standard error over seeds, in
  -- percent, of the complete runs of the experiment table1, beside the published value. A row
  -- for each configuration; settings names the parameters that differ between the configurations
  -- of a cell. A seed counts once: its latest complete run. Columns in percent are rounded;
  -- seconds is the mean of the whole run's computation.
  WITH
  ranked AS (
    SELECT r.run_id, r.configuration, b.value AS benchmark, s.value AS scenario,
      m.value AS method, coalesce(p.value, 'full') AS profile,
      row_number() OVER (
        PARTITION BY r.configuration, r.seed ORDER BY r.confirmed_at DESC, r.run_id
      ) AS place
    FROM run r
    JOIN run_parameter b ON b.run_id = r.run_id AND b.key = 'benchmark'
    JOIN run_parameter s ON s.run_id = r.run_id AND s.key = 'scenario'
    JOIN run_parameter m ON m.run_id = r.run_id AND m.key = 'method'
    LEFT JOIN run_parameter p ON p.run_id = r.run_id AND p.key = 'profile'
    WHERE r.experiment = 'table1' AND r.status = 'complete'
  ),
  counted AS MATERIALIZED (
    SELECT run_id, configuration, benchmark, scenario, method, profile
    FROM ranked WHERE place = 1
  ),
  size AS MATERIALIZED (
    SELECT benchmark, scenario, method, profile, count(*) AS runs
    FROM counted GROUP BY benchmark, scenario, method, profile
  ),
  differing AS MATERIALIZED (
    SELECT c.benchmark, c.scenario, c.method, c.profile, p.key
    FROM counted c
    JOIN size z USING (benchmark, scenario, method, profile)
    JOIN run_parameter p ON p.run_id = c.run_id
    GROUP BY c.benchmark, c.scenario, c.method, c.profile, p.key
    HAVING count(DISTINCT p.value) > 1 OR count(*) < max(z.runs)
  ),
  labelled AS MATERIALIZED (
    SELECT c.*, coalesce((
      SELECT group_concat(key || '=' || value, ' ') FROM (
        SELECT p.key, p.value FROM run_parameter p
        JOIN differing d ON d.benchmark = c.benchmark AND d.scenario = c.scenario
          AND d.method = c.method AND d.profile = c.profile AND d.key = p.key
        WHERE p.run_id = c.run_id ORDER BY p.key
      )
    ), '') AS settings,
      m.final_accuracy, m.task_inference_accuracy, m.forgetting,
      k.seconds, k.stored_samples, k.trainable_weights
    FROM counted c
    JOIN run_metric m ON m.run_id = c.run_id
    JOIN run_costs k ON k.run = c.run_id
  ),
  mean AS (
    SELECT configuration, benchmark, scenario, method, profile, max(settings) AS settings,
      avg(final_accuracy) AS mean, count(final_accuracy) AS n,
      avg(task_inference_accuracy) AS task_inference, avg(forgetting) AS forgetting,
      avg(seconds) AS seconds, max(stored_samples) AS stored_samples,
      max(trainable_weights) AS trainable_weights
    FROM labelled GROUP BY configuration
  ),
  spread AS (
    SELECT a.configuration,
      sum((l.final_accuracy - a.mean) * (l.final_accuracy - a.mean)) AS squares
    FROM mean a JOIN labelled l ON l.configuration = a.configuration
    GROUP BY a.configuration
  )
  SELECT a.benchmark, a.scenario, a.method, a.profile, a.settings,
    round(100 * a.mean, 2) AS mean_percent,
    CASE WHEN a.n > 1 THEN round(100 * sqrt(s.squares / (a.n - 1) / a.n), 2) END
      AS standard_error_percent,
    a.n AS seeds,
    round(100 * a.task_inference, 2) AS task_inference_percent,
    round(100 * a.forgetting, 2) AS forgetting_percent,
    round(a.seconds, 1) AS seconds, a.stored_samples, a.trainable_weights,
    p.mean AS published_percent, p.standard_error AS published_standard_error_percent,
    round(100 * a.mean - p.mean, 2) AS difference_percent
  FROM mean a
  JOIN spread s ON s.configuration = a.configuration
  LEFT JOIN published_accuracy p ON p.benchmark = a.benchmark AND p.scenario = a.scenario
    AND p.method = a.method
  ORDER BY a.benchmark DESC, a.scenario, a.method, a.profile, a.settings
;
COMMIT;
