-- A results database as the program wrote it while the schema had version 5: a run of Figure 4, a regression, and two of Table 1, one of which infers tasks.
PRAGMA application_id = 1162757970;
PRAGMA user_version = 5;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('1');
INSERT INTO grdb_migrations VALUES('2');
INSERT INTO grdb_migrations VALUES('3');
INSERT INTO grdb_migrations VALUES('4');
INSERT INTO grdb_migrations VALUES('5');
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
, configuration_id /* of experiment and configuration, whatever other runs there are */ TEXT) STRICT, WITHOUT ROWID;
INSERT INTO run VALUES('fig2-seed0-824d462a9b7e','fig2',0,'complete','2026-11-30T19:15:39.120Z','2026-11-30T19:15:39.160Z','2026-11-30T19:15:39.160Z','batch=32 beta=0.005 beta1=0.9 beta2=0.999 clip_norm=0.0 clip_value=0.0 importance_samples=2000 learning_rate=0.01 method=ewc momentum=0.0 nesterov=no optimizer=adam optimizer_state=reset scenario=CL1 schedule=constant steps=3 target_activation=sigmoid target_dropout=0.0 target_hidden=4 tasks=3 weight_decay=0.0','0.1.0',NULL,NULL,'fig2-3546759aab69');
INSERT INTO run VALUES('fig4-seed6-d39379dfa777','fig4',6,'complete','2026-11-30T19:15:38.458Z','2026-11-30T19:15:39.067Z','2026-11-30T19:15:39.067Z','batch=32 beta=0.01 beta1=0.9 beta2=0.999 chunk_embedding=96 chunk_size=4000 clip_norm=0.0 clip_value=0.0 damping=0.1 dataset=mnist embedding_start=random fisher=no groups=0,1/2,3/4,5/6,7/8,9 heads=10 hyper_activation=relu hyper_hidden=10,10 importance_decay=1.0 importance_samples=500 initialization=xavier learning_rate=0.001 lookahead=optimizer momentum=0.0 nesterov=no optimizer=adam own_head=no padding=0 regularized_tasks=0 regularizer=output regularizer_targets=snapshot scenario=CL1 schedule=constant steps=3 target_activation=relu target_dropout=0.0 target_hidden=10 task_embedding=2 tasks=2 weight_decay=0.0','0.1.0',NULL,NULL,'fig4-95a8f2bbe17b');
INSERT INTO run VALUES('table1-seed0-225f2636746c','table1',0,'complete','2026-11-30T19:15:39.538Z','2026-11-30T19:15:39.733Z','2026-11-30T19:15:39.733Z','batch=128 benchmark=split-mnist beta1=0.9 beta2=0.999 clip_norm=0.0 clip_value=0.0 dataset=mnist groups=0,1/2,3/4,5/6,7/8,9 heads=10 learning_rate=0.002 method=scratch momentum=0.0 nesterov=no optimizer=adam padding=0 profile=quick scenario=CL1 schedule=constant steps=3 target_activation=relu target_dropout=0.0 target_hidden=10 tasks=2 weight_decay=0.0','0.1.0',NULL,NULL,'table1-2bfbf9ff6120');
INSERT INTO run VALUES('table1-seed0-b6890e4c0e3c','table1',0,'complete','2026-11-30T19:15:39.197Z','2026-11-30T19:15:39.493Z','2026-11-30T19:15:39.493Z','batch=128 benchmark=split-mnist beta=0.01 beta1=0.9 beta2=0.999 chunk_embedding=96 chunk_size=20000 clip_norm=0.0 clip_value=0.0 damping=0.1 dataset=mnist embedding_start=random fisher=no groups=0,1/2,3/4,5/6,7/8,9 heads=10 hyper_activation=relu hyper_hidden=10,10 importance_decay=1.0 importance_samples=500 initialization=xavier learning_rate=0.002 lookahead=optimizer method=hnet+ent momentum=0.0 nesterov=no optimizer=adam own_head=no padding=0 profile=quick regularized_tasks=0 regularizer=output regularizer_targets=snapshot scenario=CL3 schedule=constant steps=3 target_activation=relu target_dropout=0.0 target_hidden=10 task_embedding=96 tasks=2 weight_decay=0.0','0.1.0',NULL,NULL,'table1-c69f2ee13a76');
CREATE TABLE run_parameter (
  -- The parameters of a run, all but the seed.
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  key TEXT NOT NULL,
  value TEXT NOT NULL, number /* the value where it is a number */ ANY, is_changed /* 1: not the experiment's own value; NULL: not known yet */ INTEGER,
  PRIMARY KEY (run_id, key)
) STRICT, WITHOUT ROWID;
INSERT INTO run_parameter VALUES('fig2-seed0-824d462a9b7e','batch','32',32,0);
INSERT INTO run_parameter VALUES('fig2-seed0-824d462a9b7e','beta','0.005',0.005000000000000000104,0);
INSERT INTO run_parameter VALUES('fig2-seed0-824d462a9b7e','beta1','0.9',0.9000000000000000222,0);
INSERT INTO run_parameter VALUES('fig2-seed0-824d462a9b7e','beta2','0.999',0.99899999999999999911,0);
INSERT INTO run_parameter VALUES('fig2-seed0-824d462a9b7e','clip_norm','0.0',0.0,0);
INSERT INTO run_parameter VALUES('fig2-seed0-824d462a9b7e','clip_value','0.0',0.0,0);
INSERT INTO run_parameter VALUES('fig2-seed0-824d462a9b7e','importance_samples','2000',2000,0);
INSERT INTO run_parameter VALUES('fig2-seed0-824d462a9b7e','learning_rate','0.01',0.010000000000000000208,0);
INSERT INTO run_parameter VALUES('fig2-seed0-824d462a9b7e','log_interval','3',3,1);
INSERT INTO run_parameter VALUES('fig2-seed0-824d462a9b7e','method','ewc',NULL,1);
INSERT INTO run_parameter VALUES('fig2-seed0-824d462a9b7e','momentum','0.0',0.0,0);
INSERT INTO run_parameter VALUES('fig2-seed0-824d462a9b7e','nesterov','no',NULL,0);
INSERT INTO run_parameter VALUES('fig2-seed0-824d462a9b7e','optimizer','adam',NULL,0);
INSERT INTO run_parameter VALUES('fig2-seed0-824d462a9b7e','optimizer_state','reset',NULL,0);
INSERT INTO run_parameter VALUES('fig2-seed0-824d462a9b7e','scenario','CL1',NULL,0);
INSERT INTO run_parameter VALUES('fig2-seed0-824d462a9b7e','schedule','constant',NULL,0);
INSERT INTO run_parameter VALUES('fig2-seed0-824d462a9b7e','steps','3',3,1);
INSERT INTO run_parameter VALUES('fig2-seed0-824d462a9b7e','target_activation','sigmoid',NULL,0);
INSERT INTO run_parameter VALUES('fig2-seed0-824d462a9b7e','target_dropout','0.0',0.0,0);
INSERT INTO run_parameter VALUES('fig2-seed0-824d462a9b7e','target_hidden','4',4,1);
INSERT INTO run_parameter VALUES('fig2-seed0-824d462a9b7e','tasks','3',3,0);
INSERT INTO run_parameter VALUES('fig2-seed0-824d462a9b7e','weight_decay','0.0',0.0,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','batch','32',32,1);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','beta','0.01',0.010000000000000000208,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','beta1','0.9',0.9000000000000000222,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','beta2','0.999',0.99899999999999999911,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','chunk_embedding','96',96,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','chunk_size','4000',4000,1);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','clip_norm','0.0',0.0,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','clip_value','0.0',0.0,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','damping','0.1',0.10000000000000000555,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','dataset','mnist',NULL,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','embedding_start','random',NULL,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','fisher','no',NULL,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','grid','2',2,1);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','groups','0,1/2,3/4,5/6,7/8,9',NULL,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','heads','10',10,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','hyper_activation','relu',NULL,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','hyper_hidden','10,10',NULL,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','importance_decay','1.0',1.0,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','importance_samples','500',500,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','initialization','xavier',NULL,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','learning_rate','0.001',0.0010000000000000000208,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','log_interval','3',3,1);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','lookahead','optimizer',NULL,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','margin','0.25',0.25,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','momentum','0.0',0.0,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','nesterov','no',NULL,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','optimizer','adam',NULL,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','own_head','no',NULL,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','padding','0',0,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','regularized_tasks','0',0,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','regularizer','output',NULL,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','regularizer_targets','snapshot',NULL,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','scan','ends',NULL,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','scenario','CL1',NULL,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','schedule','constant',NULL,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','steps','3',3,1);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','target_activation','relu',NULL,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','target_dropout','0.0',0.0,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','target_hidden','10',10,1);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','task_embedding','2',2,0);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','tasks','2',2,1);
INSERT INTO run_parameter VALUES('fig4-seed6-d39379dfa777','weight_decay','0.0',0.0,0);
INSERT INTO run_parameter VALUES('table1-seed0-225f2636746c','batch','128',128,0);
INSERT INTO run_parameter VALUES('table1-seed0-225f2636746c','benchmark','split-mnist',NULL,1);
INSERT INTO run_parameter VALUES('table1-seed0-225f2636746c','beta1','0.9',0.9000000000000000222,0);
INSERT INTO run_parameter VALUES('table1-seed0-225f2636746c','beta2','0.999',0.99899999999999999911,0);
INSERT INTO run_parameter VALUES('table1-seed0-225f2636746c','clip_norm','0.0',0.0,0);
INSERT INTO run_parameter VALUES('table1-seed0-225f2636746c','clip_value','0.0',0.0,0);
INSERT INTO run_parameter VALUES('table1-seed0-225f2636746c','dataset','mnist',NULL,0);
INSERT INTO run_parameter VALUES('table1-seed0-225f2636746c','groups','0,1/2,3/4,5/6,7/8,9',NULL,0);
INSERT INTO run_parameter VALUES('table1-seed0-225f2636746c','heads','10',10,0);
INSERT INTO run_parameter VALUES('table1-seed0-225f2636746c','learning_rate','0.002',0.0020000000000000000416,0);
INSERT INTO run_parameter VALUES('table1-seed0-225f2636746c','log_interval','3',3,1);
INSERT INTO run_parameter VALUES('table1-seed0-225f2636746c','method','scratch',NULL,1);
INSERT INTO run_parameter VALUES('table1-seed0-225f2636746c','momentum','0.0',0.0,0);
INSERT INTO run_parameter VALUES('table1-seed0-225f2636746c','nesterov','no',NULL,0);
INSERT INTO run_parameter VALUES('table1-seed0-225f2636746c','optimizer','adam',NULL,0);
INSERT INTO run_parameter VALUES('table1-seed0-225f2636746c','padding','0',0,0);
INSERT INTO run_parameter VALUES('table1-seed0-225f2636746c','profile','quick',NULL,1);
INSERT INTO run_parameter VALUES('table1-seed0-225f2636746c','scenario','CL1',NULL,1);
INSERT INTO run_parameter VALUES('table1-seed0-225f2636746c','schedule','constant',NULL,0);
INSERT INTO run_parameter VALUES('table1-seed0-225f2636746c','steps','3',3,1);
INSERT INTO run_parameter VALUES('table1-seed0-225f2636746c','target_activation','relu',NULL,0);
INSERT INTO run_parameter VALUES('table1-seed0-225f2636746c','target_dropout','0.0',0.0,0);
INSERT INTO run_parameter VALUES('table1-seed0-225f2636746c','target_hidden','10',10,1);
INSERT INTO run_parameter VALUES('table1-seed0-225f2636746c','tasks','2',2,1);
INSERT INTO run_parameter VALUES('table1-seed0-225f2636746c','weight_decay','0.0',0.0,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','batch','128',128,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','benchmark','split-mnist',NULL,1);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','beta','0.01',0.010000000000000000208,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','beta1','0.9',0.9000000000000000222,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','beta2','0.999',0.99899999999999999911,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','chunk_embedding','96',96,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','chunk_size','20000',20000,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','clip_norm','0.0',0.0,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','clip_value','0.0',0.0,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','damping','0.1',0.10000000000000000555,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','dataset','mnist',NULL,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','embedding_start','random',NULL,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','fisher','no',NULL,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','groups','0,1/2,3/4,5/6,7/8,9',NULL,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','heads','10',10,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','hyper_activation','relu',NULL,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','hyper_hidden','10,10',NULL,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','importance_decay','1.0',1.0,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','importance_samples','500',500,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','initialization','xavier',NULL,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','learning_rate','0.002',0.0020000000000000000416,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','log_interval','3',3,1);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','lookahead','optimizer',NULL,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','method','hnet+ent',NULL,1);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','momentum','0.0',0.0,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','nesterov','no',NULL,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','optimizer','adam',NULL,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','own_head','no',NULL,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','padding','0',0,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','profile','quick',NULL,1);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','regularized_tasks','0',0,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','regularizer','output',NULL,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','regularizer_targets','snapshot',NULL,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','scenario','CL3',NULL,1);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','schedule','constant',NULL,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','steps','3',3,1);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','target_activation','relu',NULL,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','target_dropout','0.0',0.0,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','target_hidden','10',10,1);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','task_embedding','96',96,0);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','tasks','2',2,1);
INSERT INTO run_parameter VALUES('table1-seed0-b6890e4c0e3c','weight_decay','0.0',0.0,0);
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
INSERT INTO stage_execution VALUES('fig2-seed0-824d462a9b7e',0,'dataset','50f2c5c7b1d2edc514dccd225c9bd0c597d2d60f044e9775f9edd7bc37a742be','generate-functions',1,9.2422000000000003819e-05,0);
INSERT INTO stage_execution VALUES('fig2-seed0-824d462a9b7e',5,'evaluate','7aeb4fdd5d4678d3275473491f3f34eb3558d453a96974ca0a39938d37aaf24c','evaluate-tasks',4,1.4549999999999999606e-05,0);
INSERT INTO stage_execution VALUES('fig2-seed0-824d462a9b7e',1,'initialize','ec3b0140b4f87a3b25272c13d5af8235f23c240875bdfdb287c5ace4961347c3','initialize-classifier',2,4.457999999999999669e-05,0);
INSERT INTO stage_execution VALUES('fig2-seed0-824d462a9b7e',6,'predict','9c9548cad9358c6ff4453e4b34ace4adfa89195094760d0b91f67fedaff865ef','predict-by-network',1,0.00011689600000000000023,0);
INSERT INTO stage_execution VALUES('fig2-seed0-824d462a9b7e',2,'train/task-01','d3d3fd0117b9749ec3f5fb73ac7b718ee522217ddd7ee9cafd23f740960024d1','train-classifier',1,0.00076352099999999996967,0);
INSERT INTO stage_execution VALUES('fig2-seed0-824d462a9b7e',3,'train/task-02','237b76d2349005db099c21c93afdd0ad45ee2b89849a544816797c8fd171efef','train-classifier',1,0.00026047000000000000491,0);
INSERT INTO stage_execution VALUES('fig2-seed0-824d462a9b7e',4,'train/task-03','f3fa49caea58c405490db64e69b9b89237e62ce50ebfa7dadfee4338f163122e','train-classifier',1,0.00034064199999999999557,0);
INSERT INTO stage_execution VALUES('fig4-seed6-d39379dfa777',0,'dataset','0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','fetch-dataset',1,0.2462802249999999915,0);
INSERT INTO stage_execution VALUES('fig4-seed6-d39379dfa777',4,'evaluate','2d91850d99d5518335c263f3c40c28933c9dbc0b57f75357ba3e6d455e8f8cf3','evaluate-tasks',4,1.6399000000000000029e-05,0);
INSERT INTO stage_execution VALUES('fig4-seed6-d39379dfa777',1,'initialize','4d53c6b1db34aa4c3297df0bfbb62c8998a97cfbf6bce6cad4f3f66c4089b5ec','initialize-learner',3,0.0010702739999999999649,0);
INSERT INTO stage_execution VALUES('fig4-seed6-d39379dfa777',5,'scan','9e8d0d9452da6f822af040e8e4143a02dedb110be54a6fca9ddcf707cedac065','scan-embeddings',2,0.044135594000000000214,0);
INSERT INTO stage_execution VALUES('fig4-seed6-d39379dfa777',2,'train/task-01','ac76ab75fe9619abf980a90aa7ef76ec6fa0c4a332ef9d54c898ca2658e459a7','train-task',2,0.035638273999999997565,0);
INSERT INTO stage_execution VALUES('fig4-seed6-d39379dfa777',3,'train/task-02','93953d466ba1f7f13bddfe2aadbef523e303a448380f8325bc39365c3f624155','train-task',2,0.032129109000000002915,0);
INSERT INTO stage_execution VALUES('table1-seed0-225f2636746c',0,'dataset','0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','fetch-dataset',1,0.2462802249999999915,1);
INSERT INTO stage_execution VALUES('table1-seed0-225f2636746c',4,'evaluate','e363908b887e5adae719ef98a5a80f11c8decda5b13a423617168f2a819c3a7f','evaluate-tasks',4,2.0154000000000000499e-05,0);
INSERT INTO stage_execution VALUES('table1-seed0-225f2636746c',1,'initialize','175c53a204a6d8cf7f1a323142b3a26384e1e7ad61506abe2c638ce93908d019','initialize-classifier',2,0.00022720100000000000885,0);
INSERT INTO stage_execution VALUES('table1-seed0-225f2636746c',2,'train/task-01','d67dde6ff60a4a7a7ad6a93009ec06db5b2541d6be492ecf70327a05562a6d6e','train-classifier',1,0.13155222399999999538,0);
INSERT INTO stage_execution VALUES('table1-seed0-225f2636746c',3,'train/task-02','5256b71f7612e7e3340752a29bcafa3730d68314c8daccdfc2c207fefd035823','train-classifier',1,0.036778648999999996593,0);
INSERT INTO stage_execution VALUES('table1-seed0-b6890e4c0e3c',4,'answer/begin','8843c6ea366196bbb2c601b4b033c84bc8602d55fedbcd2361bfd54beaf39846','begin-answers',2,6.6340000000000003501e-06,0);
INSERT INTO stage_execution VALUES('table1-seed0-b6890e4c0e3c',5,'answer/task-01','fc9b98350141259b02927154d22d0ef8dca7134c5eb99dac129b3672fdc3eff1','infer-tasks-by-entropy',2,0.030505035999999999263,0);
INSERT INTO stage_execution VALUES('table1-seed0-b6890e4c0e3c',6,'answer/task-02','22913fdf981d536df127604df89f964d1406764dcc55da8de964ab6193289391','infer-tasks-by-entropy',2,0.034105243000000000364,0);
INSERT INTO stage_execution VALUES('table1-seed0-b6890e4c0e3c',0,'dataset','0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','fetch-dataset',1,0.2462802249999999915,1);
INSERT INTO stage_execution VALUES('table1-seed0-b6890e4c0e3c',7,'evaluate','f059b683f0dbcd2542d532b6b6ebe039e53d6626798bde8d6d473f5e1c81234d','evaluate-tasks',4,2.8827999999999999107e-05,0);
INSERT INTO stage_execution VALUES('table1-seed0-b6890e4c0e3c',1,'initialize','7e60848a406ab2e9a2dec2b2cf172ea3fa10e46df52b45e918ce15848f91d6cf','initialize-learner',3,0.0047872859999999999719,0);
INSERT INTO stage_execution VALUES('table1-seed0-b6890e4c0e3c',2,'train/task-01','e07f5936224452c30b357ac915acfa7392c22e32f3f5fcd80606c8200597b250','train-task',2,0.13269322100000000008,0);
INSERT INTO stage_execution VALUES('table1-seed0-b6890e4c0e3c',3,'train/task-02','ef7933063d4680d2adaac7d329a5fc1b97e9b99983b5538f5205424b8a7b471a','train-task',2,0.037903868000000000282,0);
CREATE TABLE artifact (
  -- The files that stages published; path is relative to the store's folder.
  sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
  kind TEXT NOT NULL,               -- such as dataset or checkpoint
  path TEXT NOT NULL CHECK (path NOT LIKE '/%' AND path NOT LIKE '%..%'),
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  name TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO artifact VALUES('002e671b28b0a3ccb4df57feff7d6c175b00382ddb7b714acace0ee2f403a400','training-metrics','blobs/sha256/00/002e671b28b0a3ccb4df57feff7d6c175b00382ddb7b714acace0ee2f403a400',424,'metrics.json');
INSERT INTO artifact VALUES('03f9b8f740b5183b316ca68dff1eca88b88d1f15dcd1da04e169235eccb77cf6','predictions','blobs/sha256/03/03f9b8f740b5183b316ca68dff1eca88b88d1f15dcd1da04e169235eccb77cf6',1670,'predictions.json');
INSERT INTO artifact VALUES('077d02109da23a651340d9afb9fd618c7927687546b29655187743d0e3bf2e91','checkpoint','blobs/sha256/07/077d02109da23a651340d9afb9fd618c7927687546b29655187743d0e3bf2e91',928894,'checkpoint.h5');
INSERT INTO artifact VALUES('0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7','dataset','blobs/sha256/0f/0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',7840016,'test-images.idx');
INSERT INTO artifact VALUES('10a2e93fdda123732a5e0d6b4a6f3f1457025dd8af0bfce2a6fb7661e04457a4','answers','blobs/sha256/10/10a2e93fdda123732a5e0d6b4a6f3f1457025dd8af0bfce2a6fb7661e04457a4',8606,'answers.json');
INSERT INTO artifact VALUES('145368eb205f8e076a33623d9d795475cad1e456e830e602cb572125d0b7f192','classifier','blobs/sha256/14/145368eb205f8e076a33623d9d795475cad1e456e830e602cb572125d0b7f192',54524,'classifier.h5');
INSERT INTO artifact VALUES('1482d3c1a85230c7a56b692be21571fb9261a509d6d39053046137e161c01335','answers','blobs/sha256/14/1482d3c1a85230c7a56b692be21571fb9261a509d6d39053046137e161c01335',16880,'answers.json');
INSERT INTO artifact VALUES('2348df2f8549f691e8fa4f85126d1ccd7308b4f9d226b1a789fde1c8f4a91992','training-metrics','blobs/sha256/23/2348df2f8549f691e8fa4f85126d1ccd7308b4f9d226b1a789fde1c8f4a91992',450,'metrics.json');
INSERT INTO artifact VALUES('2461462b7c7a1346bc7ee30c3675464bfd4315e0853e7486c612b51bebd1f0a8','evaluation','blobs/sha256/24/2461462b7c7a1346bc7ee30c3675464bfd4315e0853e7486c612b51bebd1f0a8',435,'evaluation.json');
INSERT INTO artifact VALUES('269d3f375b24e4507b65aeab23215c62d5d4ebedb8091c839e5e430e924b1d0a','evaluation','blobs/sha256/26/269d3f375b24e4507b65aeab23215c62d5d4ebedb8091c839e5e430e924b1d0a',331,'evaluation.json');
INSERT INTO artifact VALUES('2e0a68dd4e124cebbd666c2f117849d93994bc00d3c89944e6ad8c1cdbfad383','training-metrics','blobs/sha256/2e/2e0a68dd4e124cebbd666c2f117849d93994bc00d3c89944e6ad8c1cdbfad383',406,'metrics.json');
INSERT INTO artifact VALUES('37517e5f3dc66819f61f5a7bb8ace1921282415f10551d2defa5c3eb0985b570','training-metrics','blobs/sha256/37/37517e5f3dc66819f61f5a7bb8ace1921282415f10551d2defa5c3eb0985b570',3,'metrics.json');
INSERT INTO artifact VALUES('3b6e4d21966f7f0374e902124ee37533a80f185a6a19aaf399ee59eb35a98528','classifier','blobs/sha256/3b/3b6e4d21966f7f0374e902124ee37533a80f185a6a19aaf399ee59eb35a98528',31447,'classifier.h5');
INSERT INTO artifact VALUES('5527a249147902a2c5a101553c5f8789ad02facf687ee8a49bc8904a774ff514','training-metrics','blobs/sha256/55/5527a249147902a2c5a101553c5f8789ad02facf687ee8a49bc8904a774ff514',488,'metrics.json');
INSERT INTO artifact VALUES('5a73b7bbc7399c74c4f7181bca25653fe8d295334b956082b001f068628d2031','training-metrics','blobs/sha256/5a/5a73b7bbc7399c74c4f7181bca25653fe8d295334b956082b001f068628d2031',538,'metrics.json');
INSERT INTO artifact VALUES('5da457f8375d1cd4ebfa783b7e30e3a68bd049f54849266ea48cd404588ee083','embedding-scan','blobs/sha256/5d/5da457f8375d1cd4ebfa783b7e30e3a68bd049f54849266ea48cd404588ee083',275,'embedding-scan.json');
INSERT INTO artifact VALUES('65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5','dataset','blobs/sha256/65/65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',60008,'train-labels.idx');
INSERT INTO artifact VALUES('6f1e2363854a9f049f3cbdf4231e617bf1e8dda3da0e627690e17abd2af9d979','classifier','blobs/sha256/6f/6f1e2363854a9f049f3cbdf4231e617bf1e8dda3da0e627690e17abd2af9d979',31447,'classifier.h5');
INSERT INTO artifact VALUES('7f94bbcbcb4e135ce0ae7d4872a2d12bb95f64852b7b3c8646dcd98122ba96b2','training-metrics','blobs/sha256/7f/7f94bbcbcb4e135ce0ae7d4872a2d12bb95f64852b7b3c8646dcd98122ba96b2',500,'metrics.json');
INSERT INTO artifact VALUES('7f9c406b3871fc34c95c008c7c37d52a8803dd6b55007a026983cd8a81a50dae','evaluation','blobs/sha256/7f/7f9c406b3871fc34c95c008c7c37d52a8803dd6b55007a026983cd8a81a50dae',420,'evaluation.json');
INSERT INTO artifact VALUES('806ee22e8bb9f056002da8ee08ff1ee404e0e97a14317c42bebf050f30dc1940','evaluation','blobs/sha256/80/806ee22e8bb9f056002da8ee08ff1ee404e0e97a14317c42bebf050f30dc1940',374,'evaluation.json');
INSERT INTO artifact VALUES('82436115a13d52c1737fc15a2f3d0295dad31cff9d35540839182ce659aa9961','dataset','blobs/sha256/82/82436115a13d52c1737fc15a2f3d0295dad31cff9d35540839182ce659aa9961',10124,'tables.json');
INSERT INTO artifact VALUES('83bce08a7676be8603d9755a0fce43669bafe19b9cd22da7a475b0012a059b41','classifier','blobs/sha256/83/83bce08a7676be8603d9755a0fce43669bafe19b9cd22da7a475b0012a059b41',92333,'classifier.h5');
INSERT INTO artifact VALUES('83d9191723862d113af7e44b49439369465d5ed76e7e36947e471577b96e6015','answers','blobs/sha256/83/83d9191723862d113af7e44b49439369465d5ed76e7e36947e471577b96e6015',100,'answers.json');
INSERT INTO artifact VALUES('8c38fc61c3ade6bf20bf7ea6f291231f437b3d843083d02cd87855dac4117eee','classifier','blobs/sha256/8c/8c38fc61c3ade6bf20bf7ea6f291231f437b3d843083d02cd87855dac4117eee',31447,'classifier.h5');
INSERT INTO artifact VALUES('a04a2520d5a273b4f4214471049ef09472213da2b34560726b1fd25bd8e69ef4','checkpoint','blobs/sha256/a0/a04a2520d5a273b4f4214471049ef09472213da2b34560726b1fd25bd8e69ef4',928930,'checkpoint.h5');
INSERT INTO artifact VALUES('a2c5fb2d56a2cc5d711f5e185ef1ef187f81cde441791ae858803ae0943bee68','checkpoint','blobs/sha256/a2/a2c5fb2d56a2cc5d711f5e185ef1ef187f81cde441791ae858803ae0943bee68',221134,'checkpoint.h5');
INSERT INTO artifact VALUES('aa1e42e15c4c90b70b6575b90d303798bac743090fc97bc1b8a23bfdfc357ca5','training-metrics','blobs/sha256/aa/aa1e42e15c4c90b70b6575b90d303798bac743090fc97bc1b8a23bfdfc357ca5',535,'metrics.json');
INSERT INTO artifact VALUES('b2574a7b14ed86fe46ad6e78c9bbdb92b8dc3dd603ed69c46daa2c04bc83c508','training-metrics','blobs/sha256/b2/b2574a7b14ed86fe46ad6e78c9bbdb92b8dc3dd603ed69c46daa2c04bc83c508',491,'metrics.json');
INSERT INTO artifact VALUES('b9243c4f8cdafa86af4c2a2188bbb65cd2cec0e069b53621cc9c86c6503449c0','classifier','blobs/sha256/b9/b9243c4f8cdafa86af4c2a2188bbb65cd2cec0e069b53621cc9c86c6503449c0',57722,'classifier.h5');
INSERT INTO artifact VALUES('ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db','dataset','blobs/sha256/ba/ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',47040016,'train-images.idx');
INSERT INTO artifact VALUES('c663c54fb1196d007236797ce7f784673677dd968743a781c262f5c934c77224','checkpoint','blobs/sha256/c6/c663c54fb1196d007236797ce7f784673677dd968743a781c262f5c934c77224',922683,'checkpoint.h5');
INSERT INTO artifact VALUES('c7675447535f4e78ae66de4d907a3e5ae8565307cde97d26ed186385edc1e11c','classifier','blobs/sha256/c7/c7675447535f4e78ae66de4d907a3e5ae8565307cde97d26ed186385edc1e11c',23160,'classifier.h5');
INSERT INTO artifact VALUES('e1168042db19ada18fa498e35e0a43ff5be2629a7209b4b20471d80a9b5567a3','checkpoint','blobs/sha256/e1/e1168042db19ada18fa498e35e0a43ff5be2629a7209b4b20471d80a9b5567a3',221134,'checkpoint.h5');
INSERT INTO artifact VALUES('f73a8bf87705d8e7adc43ca9986dd22a4cf92af130070724751afece6cdbdb50','manifest','blobs/sha256/f7/f73a8bf87705d8e7adc43ca9986dd22a4cf92af130070724751afece6cdbdb50',2184,'manifest.json');
INSERT INTO artifact VALUES('f78e94af59bb3e723f163c0c1b1821c4ca57c1afcf13721cc2618ec5f1088569','training-metrics','blobs/sha256/f7/f78e94af59bb3e723f163c0c1b1821c4ca57c1afcf13721cc2618ec5f1088569',501,'metrics.json');
INSERT INTO artifact VALUES('f91b2bc3ea60ab6fe5ecc136ac876885744eba8fab442931540c5272f177067a','checkpoint','blobs/sha256/f9/f91b2bc3ea60ab6fe5ecc136ac876885744eba8fab442931540c5272f177067a',214923,'checkpoint.h5');
INSERT INTO artifact VALUES('ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2','dataset','blobs/sha256/ff/ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',10008,'test-labels.idx');
CREATE TABLE stage_input (
  -- What a stage's result was computed from: the cache keys of its inputs.
  cache_key TEXT NOT NULL,
  position INTEGER NOT NULL,        -- from 0
  input_cache_key TEXT NOT NULL,
  PRIMARY KEY (cache_key, position)
) STRICT, WITHOUT ROWID;
INSERT INTO stage_input VALUES('22913fdf981d536df127604df89f964d1406764dcc55da8de964ab6193289391',0,'fc9b98350141259b02927154d22d0ef8dca7134c5eb99dac129b3672fdc3eff1');
INSERT INTO stage_input VALUES('22913fdf981d536df127604df89f964d1406764dcc55da8de964ab6193289391',1,'ef7933063d4680d2adaac7d329a5fc1b97e9b99983b5538f5205424b8a7b471a');
INSERT INTO stage_input VALUES('22913fdf981d536df127604df89f964d1406764dcc55da8de964ab6193289391',2,'0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7');
INSERT INTO stage_input VALUES('237b76d2349005db099c21c93afdd0ad45ee2b89849a544816797c8fd171efef',0,'d3d3fd0117b9749ec3f5fb73ac7b718ee522217ddd7ee9cafd23f740960024d1');
INSERT INTO stage_input VALUES('237b76d2349005db099c21c93afdd0ad45ee2b89849a544816797c8fd171efef',1,'50f2c5c7b1d2edc514dccd225c9bd0c597d2d60f044e9775f9edd7bc37a742be');
INSERT INTO stage_input VALUES('2d91850d99d5518335c263f3c40c28933c9dbc0b57f75357ba3e6d455e8f8cf3',0,'93953d466ba1f7f13bddfe2aadbef523e303a448380f8325bc39365c3f624155');
INSERT INTO stage_input VALUES('5256b71f7612e7e3340752a29bcafa3730d68314c8daccdfc2c207fefd035823',0,'d67dde6ff60a4a7a7ad6a93009ec06db5b2541d6be492ecf70327a05562a6d6e');
INSERT INTO stage_input VALUES('5256b71f7612e7e3340752a29bcafa3730d68314c8daccdfc2c207fefd035823',1,'0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7');
INSERT INTO stage_input VALUES('7aeb4fdd5d4678d3275473491f3f34eb3558d453a96974ca0a39938d37aaf24c',0,'f3fa49caea58c405490db64e69b9b89237e62ce50ebfa7dadfee4338f163122e');
INSERT INTO stage_input VALUES('93953d466ba1f7f13bddfe2aadbef523e303a448380f8325bc39365c3f624155',0,'ac76ab75fe9619abf980a90aa7ef76ec6fa0c4a332ef9d54c898ca2658e459a7');
INSERT INTO stage_input VALUES('93953d466ba1f7f13bddfe2aadbef523e303a448380f8325bc39365c3f624155',1,'0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7');
INSERT INTO stage_input VALUES('9c9548cad9358c6ff4453e4b34ace4adfa89195094760d0b91f67fedaff865ef',0,'f3fa49caea58c405490db64e69b9b89237e62ce50ebfa7dadfee4338f163122e');
INSERT INTO stage_input VALUES('9c9548cad9358c6ff4453e4b34ace4adfa89195094760d0b91f67fedaff865ef',1,'50f2c5c7b1d2edc514dccd225c9bd0c597d2d60f044e9775f9edd7bc37a742be');
INSERT INTO stage_input VALUES('9e8d0d9452da6f822af040e8e4143a02dedb110be54a6fca9ddcf707cedac065',0,'93953d466ba1f7f13bddfe2aadbef523e303a448380f8325bc39365c3f624155');
INSERT INTO stage_input VALUES('9e8d0d9452da6f822af040e8e4143a02dedb110be54a6fca9ddcf707cedac065',1,'0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7');
INSERT INTO stage_input VALUES('ac76ab75fe9619abf980a90aa7ef76ec6fa0c4a332ef9d54c898ca2658e459a7',0,'4d53c6b1db34aa4c3297df0bfbb62c8998a97cfbf6bce6cad4f3f66c4089b5ec');
INSERT INTO stage_input VALUES('ac76ab75fe9619abf980a90aa7ef76ec6fa0c4a332ef9d54c898ca2658e459a7',1,'0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7');
INSERT INTO stage_input VALUES('d3d3fd0117b9749ec3f5fb73ac7b718ee522217ddd7ee9cafd23f740960024d1',0,'ec3b0140b4f87a3b25272c13d5af8235f23c240875bdfdb287c5ace4961347c3');
INSERT INTO stage_input VALUES('d3d3fd0117b9749ec3f5fb73ac7b718ee522217ddd7ee9cafd23f740960024d1',1,'50f2c5c7b1d2edc514dccd225c9bd0c597d2d60f044e9775f9edd7bc37a742be');
INSERT INTO stage_input VALUES('d67dde6ff60a4a7a7ad6a93009ec06db5b2541d6be492ecf70327a05562a6d6e',0,'175c53a204a6d8cf7f1a323142b3a26384e1e7ad61506abe2c638ce93908d019');
INSERT INTO stage_input VALUES('d67dde6ff60a4a7a7ad6a93009ec06db5b2541d6be492ecf70327a05562a6d6e',1,'0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7');
INSERT INTO stage_input VALUES('e07f5936224452c30b357ac915acfa7392c22e32f3f5fcd80606c8200597b250',0,'7e60848a406ab2e9a2dec2b2cf172ea3fa10e46df52b45e918ce15848f91d6cf');
INSERT INTO stage_input VALUES('e07f5936224452c30b357ac915acfa7392c22e32f3f5fcd80606c8200597b250',1,'0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7');
INSERT INTO stage_input VALUES('e363908b887e5adae719ef98a5a80f11c8decda5b13a423617168f2a819c3a7f',0,'5256b71f7612e7e3340752a29bcafa3730d68314c8daccdfc2c207fefd035823');
INSERT INTO stage_input VALUES('ef7933063d4680d2adaac7d329a5fc1b97e9b99983b5538f5205424b8a7b471a',0,'e07f5936224452c30b357ac915acfa7392c22e32f3f5fcd80606c8200597b250');
INSERT INTO stage_input VALUES('ef7933063d4680d2adaac7d329a5fc1b97e9b99983b5538f5205424b8a7b471a',1,'0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7');
INSERT INTO stage_input VALUES('f059b683f0dbcd2542d532b6b6ebe039e53d6626798bde8d6d473f5e1c81234d',0,'22913fdf981d536df127604df89f964d1406764dcc55da8de964ab6193289391');
INSERT INTO stage_input VALUES('f059b683f0dbcd2542d532b6b6ebe039e53d6626798bde8d6d473f5e1c81234d',1,'ef7933063d4680d2adaac7d329a5fc1b97e9b99983b5538f5205424b8a7b471a');
INSERT INTO stage_input VALUES('f3fa49caea58c405490db64e69b9b89237e62ce50ebfa7dadfee4338f163122e',0,'237b76d2349005db099c21c93afdd0ad45ee2b89849a544816797c8fd171efef');
INSERT INTO stage_input VALUES('f3fa49caea58c405490db64e69b9b89237e62ce50ebfa7dadfee4338f163122e',1,'50f2c5c7b1d2edc514dccd225c9bd0c597d2d60f044e9775f9edd7bc37a742be');
INSERT INTO stage_input VALUES('fc9b98350141259b02927154d22d0ef8dca7134c5eb99dac129b3672fdc3eff1',0,'8843c6ea366196bbb2c601b4b033c84bc8602d55fedbcd2361bfd54beaf39846');
INSERT INTO stage_input VALUES('fc9b98350141259b02927154d22d0ef8dca7134c5eb99dac129b3672fdc3eff1',1,'e07f5936224452c30b357ac915acfa7392c22e32f3f5fcd80606c8200597b250');
INSERT INTO stage_input VALUES('fc9b98350141259b02927154d22d0ef8dca7134c5eb99dac129b3672fdc3eff1',2,'0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7');
CREATE TABLE stage_output (
  -- The files a stage's result consists of.
  cache_key TEXT NOT NULL,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL REFERENCES artifact,
  PRIMARY KEY (cache_key, name)
) STRICT, WITHOUT ROWID;
INSERT INTO stage_output VALUES('237b76d2349005db099c21c93afdd0ad45ee2b89849a544816797c8fd171efef','metrics.json','002e671b28b0a3ccb4df57feff7d6c175b00382ddb7b714acace0ee2f403a400');
INSERT INTO stage_output VALUES('9c9548cad9358c6ff4453e4b34ace4adfa89195094760d0b91f67fedaff865ef','predictions.json','03f9b8f740b5183b316ca68dff1eca88b88d1f15dcd1da04e169235eccb77cf6');
INSERT INTO stage_output VALUES('e07f5936224452c30b357ac915acfa7392c22e32f3f5fcd80606c8200597b250','checkpoint.h5','077d02109da23a651340d9afb9fd618c7927687546b29655187743d0e3bf2e91');
INSERT INTO stage_output VALUES('0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','test-images.idx','0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7');
INSERT INTO stage_output VALUES('fc9b98350141259b02927154d22d0ef8dca7134c5eb99dac129b3672fdc3eff1','answers.json','10a2e93fdda123732a5e0d6b4a6f3f1457025dd8af0bfce2a6fb7661e04457a4');
INSERT INTO stage_output VALUES('175c53a204a6d8cf7f1a323142b3a26384e1e7ad61506abe2c638ce93908d019','classifier.h5','145368eb205f8e076a33623d9d795475cad1e456e830e602cb572125d0b7f192');
INSERT INTO stage_output VALUES('22913fdf981d536df127604df89f964d1406764dcc55da8de964ab6193289391','answers.json','1482d3c1a85230c7a56b692be21571fb9261a509d6d39053046137e161c01335');
INSERT INTO stage_output VALUES('f3fa49caea58c405490db64e69b9b89237e62ce50ebfa7dadfee4338f163122e','metrics.json','2348df2f8549f691e8fa4f85126d1ccd7308b4f9d226b1a789fde1c8f4a91992');
INSERT INTO stage_output VALUES('7aeb4fdd5d4678d3275473491f3f34eb3558d453a96974ca0a39938d37aaf24c','evaluation.json','2461462b7c7a1346bc7ee30c3675464bfd4315e0853e7486c612b51bebd1f0a8');
INSERT INTO stage_output VALUES('e363908b887e5adae719ef98a5a80f11c8decda5b13a423617168f2a819c3a7f','evaluation.json','269d3f375b24e4507b65aeab23215c62d5d4ebedb8091c839e5e430e924b1d0a');
INSERT INTO stage_output VALUES('d3d3fd0117b9749ec3f5fb73ac7b718ee522217ddd7ee9cafd23f740960024d1','metrics.json','2e0a68dd4e124cebbd666c2f117849d93994bc00d3c89944e6ad8c1cdbfad383');
INSERT INTO stage_output VALUES('175c53a204a6d8cf7f1a323142b3a26384e1e7ad61506abe2c638ce93908d019','metrics.json','37517e5f3dc66819f61f5a7bb8ace1921282415f10551d2defa5c3eb0985b570');
INSERT INTO stage_output VALUES('4d53c6b1db34aa4c3297df0bfbb62c8998a97cfbf6bce6cad4f3f66c4089b5ec','metrics.json','37517e5f3dc66819f61f5a7bb8ace1921282415f10551d2defa5c3eb0985b570');
INSERT INTO stage_output VALUES('7e60848a406ab2e9a2dec2b2cf172ea3fa10e46df52b45e918ce15848f91d6cf','metrics.json','37517e5f3dc66819f61f5a7bb8ace1921282415f10551d2defa5c3eb0985b570');
INSERT INTO stage_output VALUES('ec3b0140b4f87a3b25272c13d5af8235f23c240875bdfdb287c5ace4961347c3','metrics.json','37517e5f3dc66819f61f5a7bb8ace1921282415f10551d2defa5c3eb0985b570');
INSERT INTO stage_output VALUES('d3d3fd0117b9749ec3f5fb73ac7b718ee522217ddd7ee9cafd23f740960024d1','classifier.h5','3b6e4d21966f7f0374e902124ee37533a80f185a6a19aaf399ee59eb35a98528');
INSERT INTO stage_output VALUES('e07f5936224452c30b357ac915acfa7392c22e32f3f5fcd80606c8200597b250','metrics.json','5527a249147902a2c5a101553c5f8789ad02facf687ee8a49bc8904a774ff514');
INSERT INTO stage_output VALUES('ef7933063d4680d2adaac7d329a5fc1b97e9b99983b5538f5205424b8a7b471a','metrics.json','5a73b7bbc7399c74c4f7181bca25653fe8d295334b956082b001f068628d2031');
INSERT INTO stage_output VALUES('9e8d0d9452da6f822af040e8e4143a02dedb110be54a6fca9ddcf707cedac065','embedding-scan.json','5da457f8375d1cd4ebfa783b7e30e3a68bd049f54849266ea48cd404588ee083');
INSERT INTO stage_output VALUES('0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','train-labels.idx','65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5');
INSERT INTO stage_output VALUES('237b76d2349005db099c21c93afdd0ad45ee2b89849a544816797c8fd171efef','classifier.h5','6f1e2363854a9f049f3cbdf4231e617bf1e8dda3da0e627690e17abd2af9d979');
INSERT INTO stage_output VALUES('5256b71f7612e7e3340752a29bcafa3730d68314c8daccdfc2c207fefd035823','metrics.json','7f94bbcbcb4e135ce0ae7d4872a2d12bb95f64852b7b3c8646dcd98122ba96b2');
INSERT INTO stage_output VALUES('f059b683f0dbcd2542d532b6b6ebe039e53d6626798bde8d6d473f5e1c81234d','evaluation.json','7f9c406b3871fc34c95c008c7c37d52a8803dd6b55007a026983cd8a81a50dae');
INSERT INTO stage_output VALUES('2d91850d99d5518335c263f3c40c28933c9dbc0b57f75357ba3e6d455e8f8cf3','evaluation.json','806ee22e8bb9f056002da8ee08ff1ee404e0e97a14317c42bebf050f30dc1940');
INSERT INTO stage_output VALUES('50f2c5c7b1d2edc514dccd225c9bd0c597d2d60f044e9775f9edd7bc37a742be','tables.json','82436115a13d52c1737fc15a2f3d0295dad31cff9d35540839182ce659aa9961');
INSERT INTO stage_output VALUES('5256b71f7612e7e3340752a29bcafa3730d68314c8daccdfc2c207fefd035823','classifier.h5','83bce08a7676be8603d9755a0fce43669bafe19b9cd22da7a475b0012a059b41');
INSERT INTO stage_output VALUES('8843c6ea366196bbb2c601b4b033c84bc8602d55fedbcd2361bfd54beaf39846','answers.json','83d9191723862d113af7e44b49439369465d5ed76e7e36947e471577b96e6015');
INSERT INTO stage_output VALUES('f3fa49caea58c405490db64e69b9b89237e62ce50ebfa7dadfee4338f163122e','classifier.h5','8c38fc61c3ade6bf20bf7ea6f291231f437b3d843083d02cd87855dac4117eee');
INSERT INTO stage_output VALUES('ef7933063d4680d2adaac7d329a5fc1b97e9b99983b5538f5205424b8a7b471a','checkpoint.h5','a04a2520d5a273b4f4214471049ef09472213da2b34560726b1fd25bd8e69ef4');
INSERT INTO stage_output VALUES('ac76ab75fe9619abf980a90aa7ef76ec6fa0c4a332ef9d54c898ca2658e459a7','checkpoint.h5','a2c5fb2d56a2cc5d711f5e185ef1ef187f81cde441791ae858803ae0943bee68');
INSERT INTO stage_output VALUES('93953d466ba1f7f13bddfe2aadbef523e303a448380f8325bc39365c3f624155','metrics.json','aa1e42e15c4c90b70b6575b90d303798bac743090fc97bc1b8a23bfdfc357ca5');
INSERT INTO stage_output VALUES('ac76ab75fe9619abf980a90aa7ef76ec6fa0c4a332ef9d54c898ca2658e459a7','metrics.json','b2574a7b14ed86fe46ad6e78c9bbdb92b8dc3dd603ed69c46daa2c04bc83c508');
INSERT INTO stage_output VALUES('d67dde6ff60a4a7a7ad6a93009ec06db5b2541d6be492ecf70327a05562a6d6e','classifier.h5','b9243c4f8cdafa86af4c2a2188bbb65cd2cec0e069b53621cc9c86c6503449c0');
INSERT INTO stage_output VALUES('0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','train-images.idx','ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db');
INSERT INTO stage_output VALUES('7e60848a406ab2e9a2dec2b2cf172ea3fa10e46df52b45e918ce15848f91d6cf','checkpoint.h5','c663c54fb1196d007236797ce7f784673677dd968743a781c262f5c934c77224');
INSERT INTO stage_output VALUES('ec3b0140b4f87a3b25272c13d5af8235f23c240875bdfdb287c5ace4961347c3','classifier.h5','c7675447535f4e78ae66de4d907a3e5ae8565307cde97d26ed186385edc1e11c');
INSERT INTO stage_output VALUES('93953d466ba1f7f13bddfe2aadbef523e303a448380f8325bc39365c3f624155','checkpoint.h5','e1168042db19ada18fa498e35e0a43ff5be2629a7209b4b20471d80a9b5567a3');
INSERT INTO stage_output VALUES('0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','manifest.json','f73a8bf87705d8e7adc43ca9986dd22a4cf92af130070724751afece6cdbdb50');
INSERT INTO stage_output VALUES('d67dde6ff60a4a7a7ad6a93009ec06db5b2541d6be492ecf70327a05562a6d6e','metrics.json','f78e94af59bb3e723f163c0c1b1821c4ca57c1afcf13721cc2618ec5f1088569');
INSERT INTO stage_output VALUES('4d53c6b1db34aa4c3297df0bfbb62c8998a97cfbf6bce6cad4f3f66c4089b5ec','checkpoint.h5','f91b2bc3ea60ab6fe5ecc136ac876885744eba8fab442931540c5272f177067a');
INSERT INTO stage_output VALUES('0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','test-labels.idx','ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2');
CREATE TABLE accuracy (
  -- A[i][j]: test accuracy on task j after training task i. Tasks count from 0.
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  trained_task INTEGER NOT NULL CHECK (trained_task >= 0),
  evaluated_task INTEGER NOT NULL CHECK (evaluated_task >= 0),
  accuracy REAL NOT NULL CHECK (accuracy BETWEEN 0 AND 1), -- fraction
  PRIMARY KEY (run_id, trained_task, evaluated_task)
) STRICT, WITHOUT ROWID;
INSERT INTO accuracy VALUES('fig4-seed6-d39379dfa777',0,0,0.99479905437352245112);
INSERT INTO accuracy VALUES('fig4-seed6-d39379dfa777',1,0,0.99385342789598107859);
INSERT INTO accuracy VALUES('fig4-seed6-d39379dfa777',1,1,0.89764936336924583404);
INSERT INTO accuracy VALUES('table1-seed0-225f2636746c',0,0,0.97210401891252951056);
INSERT INTO accuracy VALUES('table1-seed0-225f2636746c',1,0,0.97210401891252951056);
INSERT INTO accuracy VALUES('table1-seed0-225f2636746c',1,1,0.90548481880509301689);
INSERT INTO accuracy VALUES('table1-seed0-b6890e4c0e3c',0,0,0.99479905437352245112);
INSERT INTO accuracy VALUES('table1-seed0-b6890e4c0e3c',1,0,0.99385342789598107859);
INSERT INTO accuracy VALUES('table1-seed0-b6890e4c0e3c',1,1,0.056807051909892262997);
CREATE TABLE task_inference (
  -- Fraction of task j's test samples whose task was inferred right after training task i.
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  trained_task INTEGER NOT NULL CHECK (trained_task >= 0),
  evaluated_task INTEGER NOT NULL CHECK (evaluated_task >= 0),
  accuracy REAL NOT NULL CHECK (accuracy BETWEEN 0 AND 1), -- fraction
  PRIMARY KEY (run_id, trained_task, evaluated_task)
) STRICT, WITHOUT ROWID;
INSERT INTO task_inference VALUES('table1-seed0-b6890e4c0e3c',0,0,1.0);
INSERT INTO task_inference VALUES('table1-seed0-b6890e4c0e3c',1,0,0.99810874704491725495);
INSERT INTO task_inference VALUES('table1-seed0-b6890e4c0e3c',1,1,0.075416258570029384711);
CREATE TABLE test_loss (
  -- Test loss on task j after training task i (mean squared error in regression).
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  trained_task INTEGER NOT NULL CHECK (trained_task >= 0),
  evaluated_task INTEGER NOT NULL CHECK (evaluated_task >= 0),
  loss REAL NOT NULL,
  PRIMARY KEY (run_id, trained_task, evaluated_task)
) STRICT, WITHOUT ROWID;
INSERT INTO test_loss VALUES('fig2-seed0-824d462a9b7e',0,0,0.45314345900280633694);
INSERT INTO test_loss VALUES('fig2-seed0-824d462a9b7e',1,0,0.43104016951055501571);
INSERT INTO test_loss VALUES('fig2-seed0-824d462a9b7e',1,1,0.52377792461031535964);
INSERT INTO test_loss VALUES('fig2-seed0-824d462a9b7e',2,0,0.45048716066208727148);
INSERT INTO test_loss VALUES('fig2-seed0-824d462a9b7e',2,1,0.60803227439050311353);
INSERT INTO test_loss VALUES('fig2-seed0-824d462a9b7e',2,2,0.18097143057857023595);
CREATE TABLE training_metric (
  -- Values reported while task number `task` (from 0) was trained.
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  task INTEGER NOT NULL CHECK (task >= 0),
  step INTEGER NOT NULL CHECK (step >= 0),
  name TEXT NOT NULL,
  value REAL,                       -- NULL: it was not a finite number
  PRIMARY KEY (run_id, task, step, name)
) STRICT, WITHOUT ROWID;
INSERT INTO training_metric VALUES('fig2-seed0-824d462a9b7e',0,1,'gradient_norm',1.1896970383070140098);
INSERT INTO training_metric VALUES('fig2-seed0-824d462a9b7e',0,1,'learning_rate',0.010000000000000000208);
INSERT INTO training_metric VALUES('fig2-seed0-824d462a9b7e',0,1,'loss',0.47988924384117126464);
INSERT INTO training_metric VALUES('fig2-seed0-824d462a9b7e',0,1,'regularizer',0.0);
INSERT INTO training_metric VALUES('fig2-seed0-824d462a9b7e',0,3,'gradient_norm',0.94660021738264465973);
INSERT INTO training_metric VALUES('fig2-seed0-824d462a9b7e',0,3,'learning_rate',0.010000000000000000208);
INSERT INTO training_metric VALUES('fig2-seed0-824d462a9b7e',0,3,'loss',0.52633517980575561523);
INSERT INTO training_metric VALUES('fig2-seed0-824d462a9b7e',0,3,'regularizer',0.0);
INSERT INTO training_metric VALUES('fig2-seed0-824d462a9b7e',1,1,'gradient_norm',1.1897746527940540328);
INSERT INTO training_metric VALUES('fig2-seed0-824d462a9b7e',1,1,'learning_rate',0.010000000000000000208);
INSERT INTO training_metric VALUES('fig2-seed0-824d462a9b7e',1,1,'loss',0.56790798902511596679);
INSERT INTO training_metric VALUES('fig2-seed0-824d462a9b7e',1,1,'regularizer',0.0);
INSERT INTO training_metric VALUES('fig2-seed0-824d462a9b7e',1,3,'gradient_norm',1.2505951141316267172);
INSERT INTO training_metric VALUES('fig2-seed0-824d462a9b7e',1,3,'learning_rate',0.010000000000000000208);
INSERT INTO training_metric VALUES('fig2-seed0-824d462a9b7e',1,3,'loss',0.52962255477905273437);
INSERT INTO training_metric VALUES('fig2-seed0-824d462a9b7e',1,3,'regularizer',2.4674482119735330343e-06);
INSERT INTO training_metric VALUES('fig2-seed0-824d462a9b7e',2,1,'gradient_norm',0.70444537666229123384);
INSERT INTO training_metric VALUES('fig2-seed0-824d462a9b7e',2,1,'learning_rate',0.010000000000000000208);
INSERT INTO training_metric VALUES('fig2-seed0-824d462a9b7e',2,1,'loss',0.14122048020362854003);
INSERT INTO training_metric VALUES('fig2-seed0-824d462a9b7e',2,1,'regularizer',3.4216286621813196688e-06);
INSERT INTO training_metric VALUES('fig2-seed0-824d462a9b7e',2,3,'gradient_norm',0.43570869940967404954);
INSERT INTO training_metric VALUES('fig2-seed0-824d462a9b7e',2,3,'learning_rate',0.010000000000000000208);
INSERT INTO training_metric VALUES('fig2-seed0-824d462a9b7e',2,3,'loss',0.17876629531383514404);
INSERT INTO training_metric VALUES('fig2-seed0-824d462a9b7e',2,3,'regularizer',5.7021878774321521632e-07);
INSERT INTO training_metric VALUES('fig4-seed6-d39379dfa777',0,1,'accuracy',0.4375);
INSERT INTO training_metric VALUES('fig4-seed6-d39379dfa777',0,1,'gradient_norm',0.62214392757767211783);
INSERT INTO training_metric VALUES('fig4-seed6-d39379dfa777',0,1,'learning_rate',0.0010000000000000000208);
INSERT INTO training_metric VALUES('fig4-seed6-d39379dfa777',0,1,'loss',0.69394004344940185546);
INSERT INTO training_metric VALUES('fig4-seed6-d39379dfa777',0,1,'regularizer',0.0);
INSERT INTO training_metric VALUES('fig4-seed6-d39379dfa777',0,3,'accuracy',1.0);
INSERT INTO training_metric VALUES('fig4-seed6-d39379dfa777',0,3,'gradient_norm',1.7746719610675443234);
INSERT INTO training_metric VALUES('fig4-seed6-d39379dfa777',0,3,'learning_rate',0.0010000000000000000208);
INSERT INTO training_metric VALUES('fig4-seed6-d39379dfa777',0,3,'loss',0.62677645683288574218);
INSERT INTO training_metric VALUES('fig4-seed6-d39379dfa777',0,3,'regularizer',0.0);
INSERT INTO training_metric VALUES('fig4-seed6-d39379dfa777',1,1,'accuracy',0.46875);
INSERT INTO training_metric VALUES('fig4-seed6-d39379dfa777',1,1,'gradient_norm',0.96050669248070141836);
INSERT INTO training_metric VALUES('fig4-seed6-d39379dfa777',1,1,'learning_rate',0.0010000000000000000208);
INSERT INTO training_metric VALUES('fig4-seed6-d39379dfa777',1,1,'loss',0.69289791584014892578);
INSERT INTO training_metric VALUES('fig4-seed6-d39379dfa777',1,1,'regularizer',0.0025583829265087842941);
INSERT INTO training_metric VALUES('fig4-seed6-d39379dfa777',1,3,'accuracy',0.8125);
INSERT INTO training_metric VALUES('fig4-seed6-d39379dfa777',1,3,'gradient_norm',1.2756886577448680597);
INSERT INTO training_metric VALUES('fig4-seed6-d39379dfa777',1,3,'learning_rate',0.0010000000000000000208);
INSERT INTO training_metric VALUES('fig4-seed6-d39379dfa777',1,3,'loss',0.61269348859786987304);
INSERT INTO training_metric VALUES('fig4-seed6-d39379dfa777',1,3,'regularizer',0.0072274301201105117797);
INSERT INTO training_metric VALUES('table1-seed0-225f2636746c',0,1,'accuracy',0.5859375);
INSERT INTO training_metric VALUES('table1-seed0-225f2636746c',0,1,'gradient_norm',1.5142942144658519953);
INSERT INTO training_metric VALUES('table1-seed0-225f2636746c',0,1,'learning_rate',0.0020000000000000000416);
INSERT INTO training_metric VALUES('table1-seed0-225f2636746c',0,1,'loss',0.68750709295272827148);
INSERT INTO training_metric VALUES('table1-seed0-225f2636746c',0,1,'regularizer',0.0);
INSERT INTO training_metric VALUES('table1-seed0-225f2636746c',0,3,'accuracy',0.8984375);
INSERT INTO training_metric VALUES('table1-seed0-225f2636746c',0,3,'gradient_norm',1.2760666037943404482);
INSERT INTO training_metric VALUES('table1-seed0-225f2636746c',0,3,'learning_rate',0.0020000000000000000416);
INSERT INTO training_metric VALUES('table1-seed0-225f2636746c',0,3,'loss',0.55040276050567626953);
INSERT INTO training_metric VALUES('table1-seed0-225f2636746c',0,3,'regularizer',0.0);
INSERT INTO training_metric VALUES('table1-seed0-225f2636746c',1,1,'accuracy',0.609375);
INSERT INTO training_metric VALUES('table1-seed0-225f2636746c',1,1,'gradient_norm',1.2693539279503203154);
INSERT INTO training_metric VALUES('table1-seed0-225f2636746c',1,1,'learning_rate',0.0020000000000000000416);
INSERT INTO training_metric VALUES('table1-seed0-225f2636746c',1,1,'loss',0.66245484352111816406);
INSERT INTO training_metric VALUES('table1-seed0-225f2636746c',1,1,'regularizer',0.0);
INSERT INTO training_metric VALUES('table1-seed0-225f2636746c',1,3,'accuracy',0.8671875);
INSERT INTO training_metric VALUES('table1-seed0-225f2636746c',1,3,'gradient_norm',1.1683261637964188484);
INSERT INTO training_metric VALUES('table1-seed0-225f2636746c',1,3,'learning_rate',0.0020000000000000000416);
INSERT INTO training_metric VALUES('table1-seed0-225f2636746c',1,3,'loss',0.49677044153213500976);
INSERT INTO training_metric VALUES('table1-seed0-225f2636746c',1,3,'regularizer',0.0);
INSERT INTO training_metric VALUES('table1-seed0-b6890e4c0e3c',0,1,'accuracy',0.5);
INSERT INTO training_metric VALUES('table1-seed0-b6890e4c0e3c',0,1,'gradient_norm',1.5077759797588781154);
INSERT INTO training_metric VALUES('table1-seed0-b6890e4c0e3c',0,1,'learning_rate',0.0020000000000000000416);
INSERT INTO training_metric VALUES('table1-seed0-b6890e4c0e3c',0,1,'loss',0.68652194738388061523);
INSERT INTO training_metric VALUES('table1-seed0-b6890e4c0e3c',0,1,'regularizer',0.0);
INSERT INTO training_metric VALUES('table1-seed0-b6890e4c0e3c',0,3,'accuracy',1.0);
INSERT INTO training_metric VALUES('table1-seed0-b6890e4c0e3c',0,3,'gradient_norm',4.3748489414487661264);
INSERT INTO training_metric VALUES('table1-seed0-b6890e4c0e3c',0,3,'learning_rate',0.0020000000000000000416);
INSERT INTO training_metric VALUES('table1-seed0-b6890e4c0e3c',0,3,'loss',0.14595408737659454345);
INSERT INTO training_metric VALUES('table1-seed0-b6890e4c0e3c',0,3,'regularizer',0.0);
INSERT INTO training_metric VALUES('table1-seed0-b6890e4c0e3c',1,1,'accuracy',0.453125);
INSERT INTO training_metric VALUES('table1-seed0-b6890e4c0e3c',1,1,'gradient_norm',3.9773004771848117222);
INSERT INTO training_metric VALUES('table1-seed0-b6890e4c0e3c',1,1,'learning_rate',0.0020000000000000000416);
INSERT INTO training_metric VALUES('table1-seed0-b6890e4c0e3c',1,1,'loss',0.73540210723876953125);
INSERT INTO training_metric VALUES('table1-seed0-b6890e4c0e3c',1,1,'regularizer',0.027531364932656288146);
INSERT INTO training_metric VALUES('table1-seed0-b6890e4c0e3c',1,3,'accuracy',0.4921875);
INSERT INTO training_metric VALUES('table1-seed0-b6890e4c0e3c',1,3,'gradient_norm',1.2028890308109889684);
INSERT INTO training_metric VALUES('table1-seed0-b6890e4c0e3c',1,3,'learning_rate',0.0020000000000000000416);
INSERT INTO training_metric VALUES('table1-seed0-b6890e4c0e3c',1,3,'loss',0.68038547039031982421);
INSERT INTO training_metric VALUES('table1-seed0-b6890e4c0e3c',1,3,'regularizer',0.025382954627275466918);
CREATE TABLE embedding_accuracy (
  -- Test accuracy on a task (from 0) with the weights that the embedding (x, y) generates.
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  task INTEGER NOT NULL CHECK (task >= 0),
  x REAL NOT NULL,
  y REAL NOT NULL,
  accuracy REAL NOT NULL CHECK (accuracy BETWEEN 0 AND 1), -- fraction
  PRIMARY KEY (run_id, task, x, y)
) STRICT, WITHOUT ROWID;
INSERT INTO embedding_accuracy VALUES('fig4-seed6-d39379dfa777',0,-0.49833989515900611877,-1.6117190122604370117,0.99432624113475176486);
INSERT INTO embedding_accuracy VALUES('fig4-seed6-d39379dfa777',0,-0.49833989515900611877,-0.11171901226043701171,0.99385342789598107859);
INSERT INTO embedding_accuracy VALUES('fig4-seed6-d39379dfa777',0,1.0016601048409938812,-1.6117190122604370117,0.99432624113475176486);
INSERT INTO embedding_accuracy VALUES('fig4-seed6-d39379dfa777',0,1.0016601048409938812,-0.11171901226043701171,0.99479905437352245112);
INSERT INTO embedding_accuracy VALUES('fig4-seed6-d39379dfa777',1,-0.49833989515900611877,-1.6117190122604370117,0.88442703232125363665);
INSERT INTO embedding_accuracy VALUES('fig4-seed6-d39379dfa777',1,-0.49833989515900611877,-0.11171901226043701171,0.89128305582762001879);
INSERT INTO embedding_accuracy VALUES('fig4-seed6-d39379dfa777',1,1.0016601048409938812,-1.6117190122604370117,0.89569049951028401057);
INSERT INTO embedding_accuracy VALUES('fig4-seed6-d39379dfa777',1,1.0016601048409938812,-0.11171901226043701171,0.90450538687561210515);
CREATE TABLE task_embedding (
  -- The learned task embeddings, one row per component; tasks and dimensions from 0.
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  task INTEGER NOT NULL CHECK (task >= 0),
  dimension INTEGER NOT NULL CHECK (dimension >= 0),
  value REAL NOT NULL,
  PRIMARY KEY (run_id, task, dimension)
) STRICT, WITHOUT ROWID;
INSERT INTO task_embedding VALUES('fig4-seed6-d39379dfa777',0,0,-0.070418126881122589111);
INSERT INTO task_embedding VALUES('fig4-seed6-d39379dfa777',0,1,-0.67457401752471923828);
INSERT INTO task_embedding VALUES('fig4-seed6-d39379dfa777',1,0,0.57373833656311035156);
INSERT INTO task_embedding VALUES('fig4-seed6-d39379dfa777',1,1,-1.0488640069961547851);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,0,0.23162242770195007324);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,1,-0.97663891315460205078);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,2,0.59339183568954467773);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,3,-0.48577484488487243652);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,4,0.33289021253585815429);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,5,0.83282673358917236328);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,6,-0.98363012075424194335);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,7,-0.77989679574966430664);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,8,1.8966568708419799804);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,9,0.27000600099563598632);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,10,-1.8773076534271240234);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,11,-1.7102319002151489257);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,12,0.33731320500373840332);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,13,1.1662558317184448242);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,14,-1.0636487007141113281);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,15,0.12065975368022918701);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,16,1.7310987710952758789);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,17,-1.2736977338790893554);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,18,0.4509035646915435791);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,19,-1.431047677993774414);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,20,0.36524909734725952148);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,21,0.77370631694793701171);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,22,0.85786396265029907226);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,23,1.1988632678985595703);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,24,0.80041801929473876953);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,25,-0.67344307899475097656);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,26,-0.65348094701766967773);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,27,-1.2357331514358520507);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,28,1.2148275375366210937);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,29,0.1132497340440750122);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,30,-0.70190882682800292968);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,31,-1.6588718891143798828);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,32,0.44322445988655090332);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,33,-0.45133194327354431152);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,34,-0.56292080879211425781);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,35,1.5344101190567016601);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,36,0.5440247654914855957);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,37,0.404818803071975708);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,38,-0.74906182289123535156);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,39,-2.073123931884765625);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,40,0.94608867168426513671);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,41,-0.25372728705406188964);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,42,0.29068970680236816406);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,43,-0.20155957341194152832);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,44,-0.13264624774456024169);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,45,0.83870810270309448242);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,46,-0.24759994447231292724);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,47,-0.35077816247940063476);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,48,-0.57528823614120483398);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,49,-1.3622999191284179687);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,50,0.14431573450565338134);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,51,-0.072415448725223541259);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,52,-0.075179740786552429199);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,53,0.56824779510498046875);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,54,1.3050272464752197265);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,55,0.69823306798934936523);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,56,1.6203267574310302734);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,57,-0.43414393067359924316);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,58,0.17884549498558044433);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,59,0.26664081215858459472);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,60,0.44917237758636474609);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,61,0.5476487278938293457);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,62,0.78111678361892700195);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,63,0.64671546220779418945);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,64,-0.012127718888223171234);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,65,-0.31632775068283081054);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,66,-0.47451961040496826171);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,67,-3.1539554595947265625);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,68,0.32873740792274475097);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,69,-0.15107929706573486328);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,70,0.87658804655075073242);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,71,0.5337225198745727539);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,72,-2.3989653587341308593);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,73,-0.81192111968994140625);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,74,0.56739073991775512695);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,75,1.1016875505447387695);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,76,1.723355412483215332);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,77,-1.3209309577941894531);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,78,-0.48092177510261535644);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,79,-0.7846749424934387207);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,80,-0.55342274904251098632);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,81,0.79224592447280883789);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,82,-0.32510152459144592285);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,83,0.26350629329681396484);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,84,0.68589740991592407226);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,85,-0.22968186438083648681);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,86,-0.11442723125219345092);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,87,-2.4668760299682617187);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,88,1.3746839761734008789);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,89,2.2134227752685546875);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,90,-0.30124372243881225585);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,91,0.94110274314880371093);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,92,-1.8999139070510864257);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,93,-0.1017846614122390747);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,94,-3.1637656688690185546);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',0,95,-0.073906496167182922363);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,0,-0.22418884932994842529);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,1,0.54091787338256835937);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,2,0.51031625270843505859);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,3,-0.02898407168686389923);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,4,-2.1797358989715576171);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,5,0.44560497999191284179);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,6,0.18965612351894378662);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,7,-1.8278262615203857421);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,8,2.1261601448059082031);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,9,-1.2099369764328002929);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,10,-0.86101800203323364257);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,11,-0.33084428310394287109);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,12,-0.57067316770553588867);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,13,0.2997760474681854248);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,14,-0.44788870215415954589);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,15,-0.31060585379600524902);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,16,0.13334469497203826904);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,17,-1.1858941316604614257);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,18,-0.32120105624198913574);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,19,0.45544058084487915039);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,20,-0.11062417924404144287);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,21,0.41488692164421081542);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,22,-0.21767500042915344238);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,23,0.76640897989273071289);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,24,0.72012734413146972656);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,25,-1.7924596071243286132);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,26,-0.3072604835033416748);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,27,-0.004473194945603609085);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,28,0.69252759218215942382);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,29,-1.5849595069885253906);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,30,-0.061706732958555221557);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,31,0.45060223340988159179);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,32,-0.98083865642547607421);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,33,-0.45562762022018432617);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,34,1.1806743144989013671);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,35,1.6763219833374023437);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,36,1.0906392335891723632);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,37,-0.52894890308380126953);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,38,0.92657673358917236328);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,39,-0.15824307501316070556);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,40,0.97115916013717651367);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,41,1.1326498985290527343);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,42,-0.014211636967957019805);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,43,-0.27603632211685180664);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,44,0.27457967400550842285);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,45,-0.74388480186462402343);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,46,-0.29810249805450439453);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,47,-0.74670201539993286132);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,48,-1.2256360054016113281);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,49,-0.14734508097171783447);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,50,1.0422573089599609375);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,51,0.31436714529991149902);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,52,0.62585610151290893554);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,53,0.87163740396499633789);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,54,0.77700787782669067382);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,55,-0.73052728176116943359);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,56,0.6843121647834777832);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,57,-0.13496731221675872802);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,58,0.55963730812072753906);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,59,1.2939687967300415039);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,60,1.1440958976745605468);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,61,0.12800544500350952148);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,62,-0.54283380508422851562);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,63,1.147286534309387207);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,64,0.92451632022857666015);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,65,-1.0002279281616210937);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,66,-1.6441403627395629882);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,67,0.58124655485153198242);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,68,1.1843208074569702148);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,69,1.2436399459838867187);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,70,-0.79178971052169799804);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,71,-0.19298993051052093505);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,72,0.31966632604598999023);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,73,-1.0682070255279541015);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,74,-0.44576820731163024902);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,75,-0.069064654409885406494);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,76,0.82174825668334960937);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,77,-0.39290627837181091308);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,78,0.35321962833404541015);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,79,-0.47928506135940551757);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,80,0.37861904501914978027);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,81,-0.41882824897766113281);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,82,-0.67256534099578857421);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,83,-0.89586627483367919921);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,84,-0.58854985237121582031);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,85,-0.99365752935409545898);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,86,1.1244864463806152343);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,87,-0.20315475761890411376);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,88,1.5807957649230957031);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,89,0.40755262970924377441);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,90,0.33618143200874328613);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,91,-0.37014293670654296875);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,92,-0.1313403397798538208);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,93,-1.1885190010070800781);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,94,-0.0081923929974436759948);
INSERT INTO task_embedding VALUES('table1-seed0-b6890e4c0e3c',1,95,-0.46314153075218200683);
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
INSERT INTO stage_result VALUES('0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','fetch-dataset',1,replace('{\n"configuration.content": "0f6e3a73e4353b77839bc312bb25bd26a2c944acb8bfcb12506c7c48622eec32",\n"configuration.name": "mnist",\n"inputs": "array of 0",\n"schema": 1,\n"stage": "fetch-dataset",\n"version": 1\n}','\n',char(10)),'0f6e3a73e4353b77839bc312bb25bd26a2c944acb8bfcb12506c7c48622eec32',NULL,'vm','2026-11-30T19:15:38.467Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('175c53a204a6d8cf7f1a323142b3a26384e1e7ad61506abe2c638ce93908d019','initialize-classifier',2,replace('{\n"configuration.dataset": "mnist",\n"configuration.network.inputs": 784,\n"configuration.network.layers": "array of 3",\n"configuration.network.layers[0]": "dense 10",\n"configuration.network.layers[1]": "relu",\n"configuration.network.layers[2]": "dense 10",\n"configuration.scenario": "CL1",\n"configuration.seed": 0,\n"inputs": "array of 0",\n"numericClass": "x86_64 portable",\n"schema": 1,\n"stage": "initialize-classifier",\n"version": 2\n}','\n',char(10)),'9c7b071d05380649a11077590facaf4b0a7c4e96421595a72b9eb5f029286440','x86_64 portable','vm','2026-11-30T19:15:39.543Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('22913fdf981d536df127604df89f964d1406764dcc55da8de964ab6193289391','infer-tasks-by-entropy',2,replace('{\n"configuration.sequence.kind.split.groups": "array of 2",\n"configuration.sequence.kind.split.groups[0]": "array of 2",\n"configuration.sequence.kind.split.groups[0][0]": 0,\n"configuration.sequence.kind.split.groups[0][1]": 1,\n"configuration.sequence.kind.split.groups[1]": "array of 2",\n"configuration.sequence.kind.split.groups[1][0]": 2,\n"configuration.sequence.kind.split.groups[1][1]": 3,\n"configuration.sequence.scenario": "CL3",\n"inputs": "array of 3",\n"inputs[0]": "1a91a6c3a7574002680d667ff0f69f99d8a3e735b94eff062103f5371f52a7a1",\n"inputs[1]": "d7e668137334433710474efe2bea725f7f12aa7515a423a604d1fc4c7fca8f57",\n"inputs[2]": "0f6e3a73e4353b77839bc312bb25bd26a2c944acb8bfcb12506c7c48622eec32",\n"numericClass": "x86_64 portable",\n"schema": 1,\n"stage": "infer-tasks-by-entropy",\n"version": 2\n}','\n',char(10)),'7d93a5078a09b675fce66c65839292a9126d36caea23218c6c675de57994d871','x86_64 portable','vm','2026-11-30T19:15:39.444Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('237b76d2349005db099c21c93afdd0ad45ee2b89849a544816797c8fd171efef','train-classifier',1,replace('{\n"configuration.method.samples": 2000,\n"configuration.method.strength": 0.005,\n"configuration.name": "ewc",\n"configuration.sequence.kind.functions._0": "array of 2",\n"configuration.sequence.kind.functions._0[0].center": 0.0,\n"configuration.sequence.kind.functions._0[0].coefficients": "array of 2",\n"configuration.sequence.kind.functions._0[0].coefficients[0]": 3.0,\n"configuration.sequence.kind.functions._0[0].coefficients[1]": 1.0,\n"configuration.sequence.kind.functions._0[0].high": -2.0,\n"configuration.sequence.kind.functions._0[0].low": -4.0,\n"configuration.sequence.kind.functions._0[1].center": 0.0,\n"configuration.sequence.kind.functions._0[1].coefficients": "array of 3",\n"configuration.sequence.kind.functions._0[1].coefficients[0]": -1.0,\n"configuration.sequence.kind.functions._0[1].coefficients[1]": 0.0,\n"configuration.sequence.kind.functions._0[1].coefficients[2]": 2.0,\n"configuration.sequence.kind.functions._0[1].high": 1.0,\n"configuration.sequence.kind.functions._0[1].low": -1.0,\n"configuration.sequence.kind.functions._1.noise": 0.05,\n"configuration.sequence.kind.functions._1.seed": 0,\n"configuration.sequence.kind.functions._1.test": 50,\n"configuration.sequence.kind.functions._1.training": 100,\n"configuration.sequence.scenario": "CL1",\n"configuration.target": "classes",\n"configuration.training.batch": 32,\n"configuration.training.logInterval": 3,\n"configuration.training.optimizer.algorithm.adam.beta1": 0.9,\n"configuration.training.optimizer.algorithm.adam.beta2": 0.999,\n"configuration.training.optimizer.algorithm.adam.epsilon": 1e-08,\n"configuration.training.optimizer.clipping.none": "{}",\n"configuration.training.optimizer.learningRate": 0.01,\n"configuration.training.optimizer.schedule.constant": "{}",\n"configuration.training.optimizer.weightDecay": 0.0,\n"configuration.training.steps": 3,\n"inputs": "array of 2",\n"inputs[0]": "66586a25d238d6f26de6f69df9acb81802963277ee15801ce09171963cec0eb2",\n"inputs[1]": "0ce5098d208a15faf45ed1f4787100cea8d520151a69b14cbaa108c034448b2e",\n"numericClass": "x86_64 portable",\n"schema": 1,\n"stage": "train-classifier",\n"version": 1\n}','\n',char(10)),'c8bdc26f0b8fa31f0a26494c7f9090bdc0a8760c6d4ad5b03e69f2e6b5dc6a15','x86_64 portable','vm','2026-11-30T19:15:39.143Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('2d91850d99d5518335c263f3c40c28933c9dbc0b57f75357ba3e6d455e8f8cf3','evaluate-tasks',4,replace('{\n"configuration": "{}",\n"inputs": "array of 1",\n"inputs[0]": "acf88aa1ece5a16126f1513cdda3d52c92e4ad6b8ba02dfea150325004f1dc98",\n"schema": 1,\n"stage": "evaluate-tasks",\n"version": 4\n}','\n',char(10)),'dea315d448ea6ad0490b8ea6f4415d5ef5d071bac4aefb72884947a3c632ab18',NULL,'vm','2026-11-30T19:15:39.012Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('4d53c6b1db34aa4c3297df0bfbb62c8998a97cfbf6bce6cad4f3f66c4089b5ec','initialize-learner',3,replace('{\n"configuration.dataset": "mnist",\n"configuration.hypernetwork.activation": "relu",\n"configuration.hypernetwork.chunkEmbeddingSize": 96,\n"configuration.hypernetwork.chunkSize": 4000,\n"configuration.hypernetwork.embeddingSize": 2,\n"configuration.hypernetwork.hidden": "array of 2",\n"configuration.hypernetwork.hidden[0]": 10,\n"configuration.hypernetwork.hidden[1]": 10,\n"configuration.hypernetwork.targetCount": 7960,\n"configuration.initialization.xavier": "{}",\n"configuration.network.inputs": 784,\n"configuration.network.layers": "array of 3",\n"configuration.network.layers[0]": "dense 10",\n"configuration.network.layers[1]": "relu",\n"configuration.network.layers[2]": "dense 10",\n"configuration.scenario": "CL1",\n"configuration.seed": 6,\n"inputs": "array of 0",\n"numericClass": "x86_64 portable",\n"schema": 1,\n"stage": "initialize-learner",\n"version": 3\n}','\n',char(10)),'10d8535f23cc120b69450b64dbab22901b82541b7f0d01cde29f57c2fd73019b','x86_64 portable','vm','2026-11-30T19:15:38.924Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('50f2c5c7b1d2edc514dccd225c9bd0c597d2d60f044e9775f9edd7bc37a742be','generate-functions',1,replace('{\n"configuration.functions": "array of 3",\n"configuration.functions[0].center": 0.0,\n"configuration.functions[0].coefficients": "array of 2",\n"configuration.functions[0].coefficients[0]": 3.0,\n"configuration.functions[0].coefficients[1]": 1.0,\n"configuration.functions[0].high": -2.0,\n"configuration.functions[0].low": -4.0,\n"configuration.functions[1].center": 0.0,\n"configuration.functions[1].coefficients": "array of 3",\n"configuration.functions[1].coefficients[0]": -1.0,\n"configuration.functions[1].coefficients[1]": 0.0,\n"configuration.functions[1].coefficients[2]": 2.0,\n"configuration.functions[1].high": 1.0,\n"configuration.functions[1].low": -1.0,\n"configuration.functions[2].center": 3.0,\n"configuration.functions[2].coefficients": "array of 4",\n"configuration.functions[2].coefficients[0]": 0.0,\n"configuration.functions[2].coefficients[1]": 0.0,\n"configuration.functions[2].coefficients[2]": 0.0,\n"configuration.functions[2].coefficients[3]": 1.0,\n"configuration.functions[2].high": 4.0,\n"configuration.functions[2].low": 2.0,\n"configuration.sampling.noise": 0.05,\n"configuration.sampling.seed": 0,\n"configuration.sampling.test": 50,\n"configuration.sampling.training": 100,\n"inputs": "array of 0",\n"numericClass": "x86_64 portable",\n"schema": 1,\n"stage": "generate-functions",\n"version": 1\n}','\n',char(10)),'0ce5098d208a15faf45ed1f4787100cea8d520151a69b14cbaa108c034448b2e','x86_64 portable','vm','2026-11-30T19:15:39.127Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('5256b71f7612e7e3340752a29bcafa3730d68314c8daccdfc2c207fefd035823','train-classifier',1,replace('{\n"configuration.method": "{}",\n"configuration.name": "scratch",\n"configuration.sequence.kind.split.groups": "array of 2",\n"configuration.sequence.kind.split.groups[0]": "array of 2",\n"configuration.sequence.kind.split.groups[0][0]": 0,\n"configuration.sequence.kind.split.groups[0][1]": 1,\n"configuration.sequence.kind.split.groups[1]": "array of 2",\n"configuration.sequence.kind.split.groups[1][0]": 2,\n"configuration.sequence.kind.split.groups[1][1]": 3,\n"configuration.sequence.scenario": "CL1",\n"configuration.target": "classes",\n"configuration.training.batch": 128,\n"configuration.training.logInterval": 3,\n"configuration.training.optimizer.algorithm.adam.beta1": 0.9,\n"configuration.training.optimizer.algorithm.adam.beta2": 0.999,\n"configuration.training.optimizer.algorithm.adam.epsilon": 1e-08,\n"configuration.training.optimizer.clipping.none": "{}",\n"configuration.training.optimizer.learningRate": 0.002,\n"configuration.training.optimizer.schedule.constant": "{}",\n"configuration.training.optimizer.weightDecay": 0.0,\n"configuration.training.steps": 3,\n"inputs": "array of 2",\n"inputs[0]": "bb5c6921c6c7ba821fe2c3fb0ce74030b9681819e83cc92df2078b563c128e55",\n"inputs[1]": "0f6e3a73e4353b77839bc312bb25bd26a2c944acb8bfcb12506c7c48622eec32",\n"numericClass": "x86_64 portable",\n"schema": 1,\n"stage": "train-classifier",\n"version": 1\n}','\n',char(10)),'7b0e261fa062440e5134ae18f1cf371a685046911a5bfa988becfbd199d18b2d','x86_64 portable','vm','2026-11-30T19:15:39.686Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('7aeb4fdd5d4678d3275473491f3f34eb3558d453a96974ca0a39938d37aaf24c','evaluate-tasks',4,replace('{\n"configuration": "{}",\n"inputs": "array of 1",\n"inputs[0]": "6a29b75a30855e01356858e31fae5962780f658f1be67a99614bfb79cd8c217d",\n"schema": 1,\n"stage": "evaluate-tasks",\n"version": 4\n}','\n',char(10)),'97a938ff44906f382091e22d2682c98d7d7c0346139f55f787c63a98cf8deb7e',NULL,'vm','2026-11-30T19:15:39.153Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('7e60848a406ab2e9a2dec2b2cf172ea3fa10e46df52b45e918ce15848f91d6cf','initialize-learner',3,replace('{\n"configuration.dataset": "mnist",\n"configuration.hypernetwork.activation": "relu",\n"configuration.hypernetwork.chunkEmbeddingSize": 96,\n"configuration.hypernetwork.chunkSize": 20000,\n"configuration.hypernetwork.embeddingSize": 96,\n"configuration.hypernetwork.hidden": "array of 2",\n"configuration.hypernetwork.hidden[0]": 10,\n"configuration.hypernetwork.hidden[1]": 10,\n"configuration.hypernetwork.targetCount": 7960,\n"configuration.initialization.xavier": "{}",\n"configuration.network.inputs": 784,\n"configuration.network.layers": "array of 3",\n"configuration.network.layers[0]": "dense 10",\n"configuration.network.layers[1]": "relu",\n"configuration.network.layers[2]": "dense 10",\n"configuration.scenario": "CL1",\n"configuration.seed": 0,\n"inputs": "array of 0",\n"numericClass": "x86_64 portable",\n"schema": 1,\n"stage": "initialize-learner",\n"version": 3\n}','\n',char(10)),'ae12b4ec0af4783e31fb8acc5cf9d3a43439d062582c368f82cc8a6db8217216','x86_64 portable','vm','2026-11-30T19:15:39.203Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('8843c6ea366196bbb2c601b4b033c84bc8602d55fedbcd2361bfd54beaf39846','begin-answers',2,replace('{\n"configuration": "{}",\n"inputs": "array of 0",\n"schema": 1,\n"stage": "begin-answers",\n"version": 2\n}','\n',char(10)),'0fb00955ba871ea15200eba0bc0cbd29bff8042e7d7ea4e2b713d5c37cbe3e33',NULL,'vm','2026-11-30T19:15:39.406Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('93953d466ba1f7f13bddfe2aadbef523e303a448380f8325bc39365c3f624155','train-task',2,replace('{\n"configuration.sequence.kind.split.groups": "array of 2",\n"configuration.sequence.kind.split.groups[0]": "array of 2",\n"configuration.sequence.kind.split.groups[0][0]": 0,\n"configuration.sequence.kind.split.groups[0][1]": 1,\n"configuration.sequence.kind.split.groups[1]": "array of 2",\n"configuration.sequence.kind.split.groups[1][0]": 2,\n"configuration.sequence.kind.split.groups[1][1]": 3,\n"configuration.sequence.scenario": "CL1",\n"configuration.training.batch": 32,\n"configuration.training.embeddingStart": "random",\n"configuration.training.logInterval": 3,\n"configuration.training.optimizer.algorithm.adam.beta1": 0.9,\n"configuration.training.optimizer.algorithm.adam.beta2": 0.999,\n"configuration.training.optimizer.algorithm.adam.epsilon": 1e-08,\n"configuration.training.optimizer.clipping.none": "{}",\n"configuration.training.optimizer.learningRate": 0.001,\n"configuration.training.optimizer.schedule.constant": "{}",\n"configuration.training.optimizer.weightDecay": 0.0,\n"configuration.training.regularizer.damping": 0.1,\n"configuration.training.regularizer.fisherWeighted": false,\n"configuration.training.regularizer.importanceDecay": 1.0,\n"configuration.training.regularizer.importanceSamples": 500,\n"configuration.training.regularizer.lookahead": "optimizer",\n"configuration.training.regularizer.method": "output",\n"configuration.training.regularizer.ownHeadOnly": false,\n"configuration.training.regularizer.preservesValue": false,\n"configuration.training.regularizer.strength": 0.01,\n"configuration.training.regularizer.tasksPerStep": 0,\n"configuration.training.steps": 3,\n"inputs": "array of 2",\n"inputs[0]": "d6cb2808a8ad1378e83fe5caef7bcdb2390c13c87b88cef91dc3dcf3a36ecb76",\n"inputs[1]": "0f6e3a73e4353b77839bc312bb25bd26a2c944acb8bfcb12506c7c48622eec32",\n"numericClass": "x86_64 portable",\n"schema": 1,\n"stage": "train-task",\n"version": 2\n}','\n',char(10)),'acf88aa1ece5a16126f1513cdda3d52c92e4ad6b8ba02dfea150325004f1dc98','x86_64 portable','vm','2026-11-30T19:15:38.974Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('9c9548cad9358c6ff4453e4b34ace4adfa89195094760d0b91f67fedaff865ef','predict-by-network',1,replace('{\n"configuration.name": "ewc",\n"configuration.sequence.kind.functions._0": "array of 3",\n"configuration.sequence.kind.functions._0[0].center": 0.0,\n"configuration.sequence.kind.functions._0[0].coefficients": "array of 2",\n"configuration.sequence.kind.functions._0[0].coefficients[0]": 3.0,\n"configuration.sequence.kind.functions._0[0].coefficients[1]": 1.0,\n"configuration.sequence.kind.functions._0[0].high": -2.0,\n"configuration.sequence.kind.functions._0[0].low": -4.0,\n"configuration.sequence.kind.functions._0[1].center": 0.0,\n"configuration.sequence.kind.functions._0[1].coefficients": "array of 3",\n"configuration.sequence.kind.functions._0[1].coefficients[0]": -1.0,\n"configuration.sequence.kind.functions._0[1].coefficients[1]": 0.0,\n"configuration.sequence.kind.functions._0[1].coefficients[2]": 2.0,\n"configuration.sequence.kind.functions._0[1].high": 1.0,\n"configuration.sequence.kind.functions._0[1].low": -1.0,\n"configuration.sequence.kind.functions._0[2].center": 3.0,\n"configuration.sequence.kind.functions._0[2].coefficients": "array of 4",\n"configuration.sequence.kind.functions._0[2].coefficients[0]": 0.0,\n"configuration.sequence.kind.functions._0[2].coefficients[1]": 0.0,\n"configuration.sequence.kind.functions._0[2].coefficients[2]": 0.0,\n"configuration.sequence.kind.functions._0[2].coefficients[3]": 1.0,\n"configuration.sequence.kind.functions._0[2].high": 4.0,\n"configuration.sequence.kind.functions._0[2].low": 2.0,\n"configuration.sequence.kind.functions._1.noise": 0.05,\n"configuration.sequence.kind.functions._1.seed": 0,\n"configuration.sequence.kind.functions._1.test": 50,\n"configuration.sequence.kind.functions._1.training": 100,\n"configuration.sequence.scenario": "CL1",\n"inputs": "array of 2",\n"inputs[0]": "6a29b75a30855e01356858e31fae5962780f658f1be67a99614bfb79cd8c217d",\n"inputs[1]": "0ce5098d208a15faf45ed1f4787100cea8d520151a69b14cbaa108c034448b2e",\n"numericClass": "x86_64 portable",\n"schema": 1,\n"stage": "predict-by-network",\n"version": 1\n}','\n',char(10)),'bd000254f7659b69f3386a8ead9d9f4f956bb59140ce7eab676366ae8f695c9d','x86_64 portable','vm','2026-11-30T19:15:39.156Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('9e8d0d9452da6f822af040e8e4143a02dedb110be54a6fca9ddcf707cedac065','scan-embeddings',2,replace('{\n"configuration.margin": 0.25,\n"configuration.points": 2,\n"configuration.sequence.kind.split.groups": "array of 2",\n"configuration.sequence.kind.split.groups[0]": "array of 2",\n"configuration.sequence.kind.split.groups[0][0]": 0,\n"configuration.sequence.kind.split.groups[0][1]": 1,\n"configuration.sequence.kind.split.groups[1]": "array of 2",\n"configuration.sequence.kind.split.groups[1][0]": 2,\n"configuration.sequence.kind.split.groups[1][1]": 3,\n"configuration.sequence.scenario": "CL1",\n"configuration.tasks": "array of 2",\n"configuration.tasks[0]": 0,\n"configuration.tasks[1]": 1,\n"inputs": "array of 2",\n"inputs[0]": "acf88aa1ece5a16126f1513cdda3d52c92e4ad6b8ba02dfea150325004f1dc98",\n"inputs[1]": "0f6e3a73e4353b77839bc312bb25bd26a2c944acb8bfcb12506c7c48622eec32",\n"numericClass": "x86_64 portable",\n"schema": 1,\n"stage": "scan-embeddings",\n"version": 2\n}','\n',char(10)),'3b752d0befb4c87b11c0270a4fd239b2c66d5feb1c4cb1535c652c1f4ebcec7e','x86_64 portable','vm','2026-11-30T19:15:39.015Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('ac76ab75fe9619abf980a90aa7ef76ec6fa0c4a332ef9d54c898ca2658e459a7','train-task',2,replace('{\n"configuration.sequence.kind.split.groups": "array of 1",\n"configuration.sequence.kind.split.groups[0]": "array of 2",\n"configuration.sequence.kind.split.groups[0][0]": 0,\n"configuration.sequence.kind.split.groups[0][1]": 1,\n"configuration.sequence.scenario": "CL1",\n"configuration.training.batch": 32,\n"configuration.training.embeddingStart": "random",\n"configuration.training.logInterval": 3,\n"configuration.training.optimizer.algorithm.adam.beta1": 0.9,\n"configuration.training.optimizer.algorithm.adam.beta2": 0.999,\n"configuration.training.optimizer.algorithm.adam.epsilon": 1e-08,\n"configuration.training.optimizer.clipping.none": "{}",\n"configuration.training.optimizer.learningRate": 0.001,\n"configuration.training.optimizer.schedule.constant": "{}",\n"configuration.training.optimizer.weightDecay": 0.0,\n"configuration.training.regularizer.damping": 0.1,\n"configuration.training.regularizer.fisherWeighted": false,\n"configuration.training.regularizer.importanceDecay": 1.0,\n"configuration.training.regularizer.importanceSamples": 500,\n"configuration.training.regularizer.lookahead": "optimizer",\n"configuration.training.regularizer.method": "output",\n"configuration.training.regularizer.ownHeadOnly": false,\n"configuration.training.regularizer.preservesValue": false,\n"configuration.training.regularizer.strength": 0.0,\n"configuration.training.regularizer.tasksPerStep": 0,\n"configuration.training.steps": 3,\n"inputs": "array of 2",\n"inputs[0]": "10d8535f23cc120b69450b64dbab22901b82541b7f0d01cde29f57c2fd73019b",\n"inputs[1]": "0f6e3a73e4353b77839bc312bb25bd26a2c944acb8bfcb12506c7c48622eec32",\n"numericClass": "x86_64 portable",\n"schema": 1,\n"stage": "train-task",\n"version": 2\n}','\n',char(10)),'d6cb2808a8ad1378e83fe5caef7bcdb2390c13c87b88cef91dc3dcf3a36ecb76','x86_64 portable','vm','2026-11-30T19:15:38.932Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('d3d3fd0117b9749ec3f5fb73ac7b718ee522217ddd7ee9cafd23f740960024d1','train-classifier',1,replace('{\n"configuration.method.samples": 2000,\n"configuration.method.strength": 0.0,\n"configuration.name": "ewc",\n"configuration.sequence.kind.functions._0": "array of 1",\n"configuration.sequence.kind.functions._0[0].center": 0.0,\n"configuration.sequence.kind.functions._0[0].coefficients": "array of 2",\n"configuration.sequence.kind.functions._0[0].coefficients[0]": 3.0,\n"configuration.sequence.kind.functions._0[0].coefficients[1]": 1.0,\n"configuration.sequence.kind.functions._0[0].high": -2.0,\n"configuration.sequence.kind.functions._0[0].low": -4.0,\n"configuration.sequence.kind.functions._1.noise": 0.05,\n"configuration.sequence.kind.functions._1.seed": 0,\n"configuration.sequence.kind.functions._1.test": 50,\n"configuration.sequence.kind.functions._1.training": 100,\n"configuration.sequence.scenario": "CL1",\n"configuration.target": "classes",\n"configuration.training.batch": 32,\n"configuration.training.logInterval": 3,\n"configuration.training.optimizer.algorithm.adam.beta1": 0.9,\n"configuration.training.optimizer.algorithm.adam.beta2": 0.999,\n"configuration.training.optimizer.algorithm.adam.epsilon": 1e-08,\n"configuration.training.optimizer.clipping.none": "{}",\n"configuration.training.optimizer.learningRate": 0.01,\n"configuration.training.optimizer.schedule.constant": "{}",\n"configuration.training.optimizer.weightDecay": 0.0,\n"configuration.training.steps": 3,\n"inputs": "array of 2",\n"inputs[0]": "763224a3c03b39a131e64e9fec0c9ea0d9a1d29f19a80f6161d5363f77260caf",\n"inputs[1]": "0ce5098d208a15faf45ed1f4787100cea8d520151a69b14cbaa108c034448b2e",\n"numericClass": "x86_64 portable",\n"schema": 1,\n"stage": "train-classifier",\n"version": 1\n}','\n',char(10)),'66586a25d238d6f26de6f69df9acb81802963277ee15801ce09171963cec0eb2','x86_64 portable','vm','2026-11-30T19:15:39.136Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('d67dde6ff60a4a7a7ad6a93009ec06db5b2541d6be492ecf70327a05562a6d6e','train-classifier',1,replace('{\n"configuration.method": "{}",\n"configuration.name": "scratch",\n"configuration.sequence.kind.split.groups": "array of 1",\n"configuration.sequence.kind.split.groups[0]": "array of 2",\n"configuration.sequence.kind.split.groups[0][0]": 0,\n"configuration.sequence.kind.split.groups[0][1]": 1,\n"configuration.sequence.scenario": "CL1",\n"configuration.target": "classes",\n"configuration.training.batch": 128,\n"configuration.training.logInterval": 3,\n"configuration.training.optimizer.algorithm.adam.beta1": 0.9,\n"configuration.training.optimizer.algorithm.adam.beta2": 0.999,\n"configuration.training.optimizer.algorithm.adam.epsilon": 1e-08,\n"configuration.training.optimizer.clipping.none": "{}",\n"configuration.training.optimizer.learningRate": 0.002,\n"configuration.training.optimizer.schedule.constant": "{}",\n"configuration.training.optimizer.weightDecay": 0.0,\n"configuration.training.steps": 3,\n"inputs": "array of 2",\n"inputs[0]": "9c7b071d05380649a11077590facaf4b0a7c4e96421595a72b9eb5f029286440",\n"inputs[1]": "0f6e3a73e4353b77839bc312bb25bd26a2c944acb8bfcb12506c7c48622eec32",\n"numericClass": "x86_64 portable",\n"schema": 1,\n"stage": "train-classifier",\n"version": 1\n}','\n',char(10)),'bb5c6921c6c7ba821fe2c3fb0ce74030b9681819e83cc92df2078b563c128e55','x86_64 portable','vm','2026-11-30T19:15:39.548Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('e07f5936224452c30b357ac915acfa7392c22e32f3f5fcd80606c8200597b250','train-task',2,replace('{\n"configuration.sequence.kind.split.groups": "array of 1",\n"configuration.sequence.kind.split.groups[0]": "array of 2",\n"configuration.sequence.kind.split.groups[0][0]": 0,\n"configuration.sequence.kind.split.groups[0][1]": 1,\n"configuration.sequence.scenario": "CL1",\n"configuration.training.batch": 128,\n"configuration.training.embeddingStart": "random",\n"configuration.training.logInterval": 3,\n"configuration.training.optimizer.algorithm.adam.beta1": 0.9,\n"configuration.training.optimizer.algorithm.adam.beta2": 0.999,\n"configuration.training.optimizer.algorithm.adam.epsilon": 1e-08,\n"configuration.training.optimizer.clipping.none": "{}",\n"configuration.training.optimizer.learningRate": 0.002,\n"configuration.training.optimizer.schedule.constant": "{}",\n"configuration.training.optimizer.weightDecay": 0.0,\n"configuration.training.regularizer.damping": 0.1,\n"configuration.training.regularizer.fisherWeighted": false,\n"configuration.training.regularizer.importanceDecay": 1.0,\n"configuration.training.regularizer.importanceSamples": 500,\n"configuration.training.regularizer.lookahead": "optimizer",\n"configuration.training.regularizer.method": "output",\n"configuration.training.regularizer.ownHeadOnly": false,\n"configuration.training.regularizer.preservesValue": false,\n"configuration.training.regularizer.strength": 0.0,\n"configuration.training.regularizer.tasksPerStep": 0,\n"configuration.training.steps": 3,\n"inputs": "array of 2",\n"inputs[0]": "ae12b4ec0af4783e31fb8acc5cf9d3a43439d062582c368f82cc8a6db8217216",\n"inputs[1]": "0f6e3a73e4353b77839bc312bb25bd26a2c944acb8bfcb12506c7c48622eec32",\n"numericClass": "x86_64 portable",\n"schema": 1,\n"stage": "train-task",\n"version": 2\n}','\n',char(10)),'7273c4cbb0edfed562ac117bbda4c2e526b2ccbf9c98e40e27b7c18c2d05b03a','x86_64 portable','vm','2026-11-30T19:15:39.219Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('e363908b887e5adae719ef98a5a80f11c8decda5b13a423617168f2a819c3a7f','evaluate-tasks',4,replace('{\n"configuration": "{}",\n"inputs": "array of 1",\n"inputs[0]": "7b0e261fa062440e5134ae18f1cf371a685046911a5bfa988becfbd199d18b2d",\n"schema": 1,\n"stage": "evaluate-tasks",\n"version": 4\n}','\n',char(10)),'93c75c9a2aed5b13f86c6ff4f987446a420ee68ce5ea94376e7e73bc744ad026',NULL,'vm','2026-11-30T19:15:39.729Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('ec3b0140b4f87a3b25272c13d5af8235f23c240875bdfdb287c5ace4961347c3','initialize-classifier',2,replace('{\n"configuration.dataset": "functions",\n"configuration.network.inputs": 1,\n"configuration.network.layers": "array of 3",\n"configuration.network.layers[0]": "dense 4",\n"configuration.network.layers[1]": "sigmoid",\n"configuration.network.layers[2]": "dense 1",\n"configuration.scenario": "CL1",\n"configuration.seed": 0,\n"inputs": "array of 0",\n"numericClass": "x86_64 portable",\n"schema": 1,\n"stage": "initialize-classifier",\n"version": 2\n}','\n',char(10)),'763224a3c03b39a131e64e9fec0c9ea0d9a1d29f19a80f6161d5363f77260caf','x86_64 portable','vm','2026-11-30T19:15:39.130Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('ef7933063d4680d2adaac7d329a5fc1b97e9b99983b5538f5205424b8a7b471a','train-task',2,replace('{\n"configuration.sequence.kind.split.groups": "array of 2",\n"configuration.sequence.kind.split.groups[0]": "array of 2",\n"configuration.sequence.kind.split.groups[0][0]": 0,\n"configuration.sequence.kind.split.groups[0][1]": 1,\n"configuration.sequence.kind.split.groups[1]": "array of 2",\n"configuration.sequence.kind.split.groups[1][0]": 2,\n"configuration.sequence.kind.split.groups[1][1]": 3,\n"configuration.sequence.scenario": "CL1",\n"configuration.training.batch": 128,\n"configuration.training.embeddingStart": "random",\n"configuration.training.logInterval": 3,\n"configuration.training.optimizer.algorithm.adam.beta1": 0.9,\n"configuration.training.optimizer.algorithm.adam.beta2": 0.999,\n"configuration.training.optimizer.algorithm.adam.epsilon": 1e-08,\n"configuration.training.optimizer.clipping.none": "{}",\n"configuration.training.optimizer.learningRate": 0.002,\n"configuration.training.optimizer.schedule.constant": "{}",\n"configuration.training.optimizer.weightDecay": 0.0,\n"configuration.training.regularizer.damping": 0.1,\n"configuration.training.regularizer.fisherWeighted": false,\n"configuration.training.regularizer.importanceDecay": 1.0,\n"configuration.training.regularizer.importanceSamples": 500,\n"configuration.training.regularizer.lookahead": "optimizer",\n"configuration.training.regularizer.method": "output",\n"configuration.training.regularizer.ownHeadOnly": false,\n"configuration.training.regularizer.preservesValue": false,\n"configuration.training.regularizer.strength": 0.01,\n"configuration.training.regularizer.tasksPerStep": 0,\n"configuration.training.steps": 3,\n"inputs": "array of 2",\n"inputs[0]": "7273c4cbb0edfed562ac117bbda4c2e526b2ccbf9c98e40e27b7c18c2d05b03a",\n"inputs[1]": "0f6e3a73e4353b77839bc312bb25bd26a2c944acb8bfcb12506c7c48622eec32",\n"numericClass": "x86_64 portable",\n"schema": 1,\n"stage": "train-task",\n"version": 2\n}','\n',char(10)),'d7e668137334433710474efe2bea725f7f12aa7515a423a604d1fc4c7fca8f57','x86_64 portable','vm','2026-11-30T19:15:39.361Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('f059b683f0dbcd2542d532b6b6ebe039e53d6626798bde8d6d473f5e1c81234d','evaluate-tasks',4,replace('{\n"configuration": "{}",\n"inputs": "array of 2",\n"inputs[0]": "7d93a5078a09b675fce66c65839292a9126d36caea23218c6c675de57994d871",\n"inputs[1]": "d7e668137334433710474efe2bea725f7f12aa7515a423a604d1fc4c7fca8f57",\n"schema": 1,\n"stage": "evaluate-tasks",\n"version": 4\n}','\n',char(10)),'81435a6641c8ff51bc379e184f1959775a9d3881db6d2009eb5ae753b51b235b',NULL,'vm','2026-11-30T19:15:39.486Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('f3fa49caea58c405490db64e69b9b89237e62ce50ebfa7dadfee4338f163122e','train-classifier',1,replace('{\n"configuration.method.samples": 2000,\n"configuration.method.strength": 0.005,\n"configuration.name": "ewc",\n"configuration.sequence.kind.functions._0": "array of 3",\n"configuration.sequence.kind.functions._0[0].center": 0.0,\n"configuration.sequence.kind.functions._0[0].coefficients": "array of 2",\n"configuration.sequence.kind.functions._0[0].coefficients[0]": 3.0,\n"configuration.sequence.kind.functions._0[0].coefficients[1]": 1.0,\n"configuration.sequence.kind.functions._0[0].high": -2.0,\n"configuration.sequence.kind.functions._0[0].low": -4.0,\n"configuration.sequence.kind.functions._0[1].center": 0.0,\n"configuration.sequence.kind.functions._0[1].coefficients": "array of 3",\n"configuration.sequence.kind.functions._0[1].coefficients[0]": -1.0,\n"configuration.sequence.kind.functions._0[1].coefficients[1]": 0.0,\n"configuration.sequence.kind.functions._0[1].coefficients[2]": 2.0,\n"configuration.sequence.kind.functions._0[1].high": 1.0,\n"configuration.sequence.kind.functions._0[1].low": -1.0,\n"configuration.sequence.kind.functions._0[2].center": 3.0,\n"configuration.sequence.kind.functions._0[2].coefficients": "array of 4",\n"configuration.sequence.kind.functions._0[2].coefficients[0]": 0.0,\n"configuration.sequence.kind.functions._0[2].coefficients[1]": 0.0,\n"configuration.sequence.kind.functions._0[2].coefficients[2]": 0.0,\n"configuration.sequence.kind.functions._0[2].coefficients[3]": 1.0,\n"configuration.sequence.kind.functions._0[2].high": 4.0,\n"configuration.sequence.kind.functions._0[2].low": 2.0,\n"configuration.sequence.kind.functions._1.noise": 0.05,\n"configuration.sequence.kind.functions._1.seed": 0,\n"configuration.sequence.kind.functions._1.test": 50,\n"configuration.sequence.kind.functions._1.training": 100,\n"configuration.sequence.scenario": "CL1",\n"configuration.target": "classes",\n"configuration.training.batch": 32,\n"configuration.training.logInterval": 3,\n"configuration.training.optimizer.algorithm.adam.beta1": 0.9,\n"configuration.training.optimizer.algorithm.adam.beta2": 0.999,\n"configuration.training.optimizer.algorithm.adam.epsilon": 1e-08,\n"configuration.training.optimizer.clipping.none": "{}",\n"configuration.training.optimizer.learningRate": 0.01,\n"configuration.training.optimizer.schedule.constant": "{}",\n"configuration.training.optimizer.weightDecay": 0.0,\n"configuration.training.steps": 3,\n"inputs": "array of 2",\n"inputs[0]": "c8bdc26f0b8fa31f0a26494c7f9090bdc0a8760c6d4ad5b03e69f2e6b5dc6a15",\n"inputs[1]": "0ce5098d208a15faf45ed1f4787100cea8d520151a69b14cbaa108c034448b2e",\n"numericClass": "x86_64 portable",\n"schema": 1,\n"stage": "train-classifier",\n"version": 1\n}','\n',char(10)),'6a29b75a30855e01356858e31fae5962780f658f1be67a99614bfb79cd8c217d','x86_64 portable','vm','2026-11-30T19:15:39.148Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('fc9b98350141259b02927154d22d0ef8dca7134c5eb99dac129b3672fdc3eff1','infer-tasks-by-entropy',2,replace('{\n"configuration.sequence.kind.split.groups": "array of 1",\n"configuration.sequence.kind.split.groups[0]": "array of 2",\n"configuration.sequence.kind.split.groups[0][0]": 0,\n"configuration.sequence.kind.split.groups[0][1]": 1,\n"configuration.sequence.scenario": "CL3",\n"inputs": "array of 3",\n"inputs[0]": "0fb00955ba871ea15200eba0bc0cbd29bff8042e7d7ea4e2b713d5c37cbe3e33",\n"inputs[1]": "7273c4cbb0edfed562ac117bbda4c2e526b2ccbf9c98e40e27b7c18c2d05b03a",\n"inputs[2]": "0f6e3a73e4353b77839bc312bb25bd26a2c944acb8bfcb12506c7c48622eec32",\n"numericClass": "x86_64 portable",\n"schema": 1,\n"stage": "infer-tasks-by-entropy",\n"version": 2\n}','\n',char(10)),'1a91a6c3a7574002680d667ff0f69f99d8a3e735b94eff062103f5371f52a7a1','x86_64 portable','vm','2026-11-30T19:15:39.409Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
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
INSERT INTO measurement_source VALUES('fig2-seed0-824d462a9b7e','run_cost',2,'evaluate','evaluation.json');
INSERT INTO measurement_source VALUES('fig2-seed0-824d462a9b7e','test_loss',0,'train/task-01','classifier.h5');
INSERT INTO measurement_source VALUES('fig2-seed0-824d462a9b7e','test_loss',1,'train/task-02','classifier.h5');
INSERT INTO measurement_source VALUES('fig2-seed0-824d462a9b7e','test_loss',2,'train/task-03','classifier.h5');
INSERT INTO measurement_source VALUES('fig2-seed0-824d462a9b7e','training_metric',0,'train/task-01','metrics.json');
INSERT INTO measurement_source VALUES('fig2-seed0-824d462a9b7e','training_metric',1,'train/task-02','metrics.json');
INSERT INTO measurement_source VALUES('fig2-seed0-824d462a9b7e','training_metric',2,'train/task-03','metrics.json');
INSERT INTO measurement_source VALUES('fig4-seed6-d39379dfa777','accuracy',0,'train/task-01','checkpoint.h5');
INSERT INTO measurement_source VALUES('fig4-seed6-d39379dfa777','accuracy',1,'train/task-02','checkpoint.h5');
INSERT INTO measurement_source VALUES('fig4-seed6-d39379dfa777','embedding_accuracy',0,'scan','embedding-scan.json');
INSERT INTO measurement_source VALUES('fig4-seed6-d39379dfa777','embedding_accuracy',1,'scan','embedding-scan.json');
INSERT INTO measurement_source VALUES('fig4-seed6-d39379dfa777','run_cost',1,'evaluate','evaluation.json');
INSERT INTO measurement_source VALUES('fig4-seed6-d39379dfa777','task_embedding',0,'train/task-02','checkpoint.h5');
INSERT INTO measurement_source VALUES('fig4-seed6-d39379dfa777','task_embedding',1,'train/task-02','checkpoint.h5');
INSERT INTO measurement_source VALUES('fig4-seed6-d39379dfa777','training_metric',0,'train/task-01','metrics.json');
INSERT INTO measurement_source VALUES('fig4-seed6-d39379dfa777','training_metric',1,'train/task-02','metrics.json');
INSERT INTO measurement_source VALUES('table1-seed0-225f2636746c','accuracy',0,'train/task-01','classifier.h5');
INSERT INTO measurement_source VALUES('table1-seed0-225f2636746c','accuracy',1,'train/task-02','classifier.h5');
INSERT INTO measurement_source VALUES('table1-seed0-225f2636746c','run_cost',1,'evaluate','evaluation.json');
INSERT INTO measurement_source VALUES('table1-seed0-225f2636746c','training_metric',0,'train/task-01','metrics.json');
INSERT INTO measurement_source VALUES('table1-seed0-225f2636746c','training_metric',1,'train/task-02','metrics.json');
INSERT INTO measurement_source VALUES('table1-seed0-b6890e4c0e3c','accuracy',0,'answer/task-01','answers.json');
INSERT INTO measurement_source VALUES('table1-seed0-b6890e4c0e3c','accuracy',1,'answer/task-02','answers.json');
INSERT INTO measurement_source VALUES('table1-seed0-b6890e4c0e3c','run_cost',1,'evaluate','evaluation.json');
INSERT INTO measurement_source VALUES('table1-seed0-b6890e4c0e3c','task_embedding',0,'train/task-02','checkpoint.h5');
INSERT INTO measurement_source VALUES('table1-seed0-b6890e4c0e3c','task_embedding',1,'train/task-02','checkpoint.h5');
INSERT INTO measurement_source VALUES('table1-seed0-b6890e4c0e3c','task_inference',0,'answer/task-01','answers.json');
INSERT INTO measurement_source VALUES('table1-seed0-b6890e4c0e3c','task_inference',1,'answer/task-02','answers.json');
INSERT INTO measurement_source VALUES('table1-seed0-b6890e4c0e3c','training_metric',0,'train/task-01','metrics.json');
INSERT INTO measurement_source VALUES('table1-seed0-b6890e4c0e3c','training_metric',1,'train/task-02','metrics.json');
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
INSERT INTO run_cost VALUES('fig2-seed0-824d462a9b7e',13,13,0,156);
INSERT INTO run_cost VALUES('fig4-seed6-d39379dfa777',45296,7960,0,181184);
INSERT INTO run_cost VALUES('table1-seed0-225f2636746c',15920,7960,0,63680);
INSERT INTO run_cost VALUES('table1-seed0-b6890e4c0e3c',222328,7960,0,889312);
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
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL1','dgr',92.519999999999996019,0.080000000000000001665,20,'DGR','van de Ven, Tolias: Generative replay with feedback connections as a general strategy for continual learning, 2018, arXiv 1809.10635, Table 4','https://arxiv.org/abs/1809.10635','published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL1','dgr+distill',97.510000000000005117,0.010000000000000000208,20,'DGR','van de Ven, Tolias: Three scenarios for continual learning, 2019, arXiv 1904.07734, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the column DGR of Table 1 is DGR with distillation; published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL1','ewc',94.739999999999994885,0.050000000000000002775,20,'EWC','van de Ven, Tolias: Generative replay with feedback connections as a general strategy for continual learning, 2018, arXiv 1809.10635, Table 4','https://arxiv.org/abs/1809.10635','published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in; its Fisher information is of the label that the network predicts, over the whole training set; here of the image''s own label, over importance_samples images; how strong the penalty is was searched by each program for itself');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL1','fine-tuning',81.790000000000006256,0.47999999999999998223,20,'lower bound','van de Ven, Tolias: Generative replay with feedback connections as a general strategy for continual learning, 2018, arXiv 1809.10635, Table 4','https://arxiv.org/abs/1809.10635','published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL1','hnet',97.569999999999993175,0.020000000000000000416,20,'HNET+ENT','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020, arXiv 1906.00695, Table 1','https://arxiv.org/abs/1906.00695','with the task given, HNET+ENT and HNET+TIR are HNET: the value of both columns');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL1','hnet+ent',97.569999999999993175,0.020000000000000000416,20,'HNET+ENT','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020, arXiv 1906.00695, Table 1','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL1','hnet+r',97.870000000000004544,0.010000000000000000208,20,'HNET+R','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020, arXiv 1906.00695, Table 1','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL1','hnet+tir',97.569999999999993175,0.020000000000000000416,20,'HNET+TIR','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020, arXiv 1906.00695, Table 1','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL1','joint',97.680000000000006821,0.010000000000000000208,20,'upper bound','van de Ven, Tolias: Generative replay with feedback connections as a general strategy for continual learning, 2018, arXiv 1809.10635, Table 4','https://arxiv.org/abs/1809.10635','here a batch has as many images of each known task as of the new one; published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL1','online-ewc',95.959999999999993748,0.059999999999999997779,20,'EWC','van de Ven, Tolias: Three scenarios for continual learning, 2019, arXiv 1904.07734, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the column EWC of Table 1 is online EWC; published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in; its Fisher information is of the label that the network predicts, over the whole training set; here of the image''s own label, over importance_samples images; how strong the penalty is was searched by each program for itself');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL1','si',94.750000000000000003,0.14000000000000001332,20,'SI','van de Ven, Tolias: Three scenarios for continual learning, 2019, arXiv 1904.07734, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in; its path integral takes the gradient of the whole loss, and importances may fall below 0; here it takes that of the task''s loss, and they may not; how strong the penalty is was searched by each program for itself');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL2','dgr',95.09000000000000341,0.040000000000000000832,20,'DGR','van de Ven, Tolias: Generative replay with feedback connections as a general strategy for continual learning, 2018, arXiv 1809.10635, Table 4','https://arxiv.org/abs/1809.10635','published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL2','dgr+distill',97.349999999999994315,0.020000000000000000416,20,'DGR','van de Ven, Tolias: Three scenarios for continual learning, 2019, arXiv 1904.07734, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the column DGR of Table 1 is DGR with distillation; published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL2','ewc',94.310000000000002275,0.11000000000000000055,20,'EWC','van de Ven, Tolias: Generative replay with feedback connections as a general strategy for continual learning, 2018, arXiv 1809.10635, Table 4','https://arxiv.org/abs/1809.10635','published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in; its Fisher information is of the label that the network predicts, over the whole training set; here of the image''s own label, over importance_samples images; how strong the penalty is was searched by each program for itself');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL2','fine-tuning',78.510000000000005116,0.23999999999999999111,20,'lower bound','van de Ven, Tolias: Generative replay with feedback connections as a general strategy for continual learning, 2018, arXiv 1809.10635, Table 4','https://arxiv.org/abs/1809.10635','published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL2','hnet+ent',92.799999999999997161,0.14999999999999999444,20,'HNET+ENT','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020, arXiv 1906.00695, Table 1','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL2','hnet+r',97.599999999999994312,0.010000000000000000208,20,'HNET+R','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020, arXiv 1906.00695, Table 1','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL2','hnet+tir',97.579999999999998292,0.020000000000000000416,20,'HNET+TIR','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020, arXiv 1906.00695, Table 1','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL2','joint',97.59000000000000341,0.010000000000000000208,20,'upper bound','van de Ven, Tolias: Generative replay with feedback connections as a general strategy for continual learning, 2018, arXiv 1809.10635, Table 4','https://arxiv.org/abs/1809.10635','here a batch has as many images of each known task as of the new one; published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL2','online-ewc',94.420000000000001705,0.13000000000000000444,20,'EWC','van de Ven, Tolias: Three scenarios for continual learning, 2019, arXiv 1904.07734, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the column EWC of Table 1 is online EWC; published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in; its Fisher information is of the label that the network predicts, over the whole training set; here of the image''s own label, over importance_samples images; how strong the penalty is was searched by each program for itself');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL2','si',95.329999999999998298,0.11000000000000000055,20,'SI','van de Ven, Tolias: Three scenarios for continual learning, 2019, arXiv 1904.07734, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in; its path integral takes the gradient of the whole loss, and importances may fall below 0; here it takes that of the task''s loss, and they may not; how strong the penalty is was searched by each program for itself');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL3','dgr',92.189999999999997729,0.089999999999999996669,20,'DGR','van de Ven, Tolias: Generative replay with feedback connections as a general strategy for continual learning, 2018, arXiv 1809.10635, Table 4','https://arxiv.org/abs/1809.10635','published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL3','dgr+distill',96.379999999999995449,0.029999999999999998889,20,'DGR','van de Ven, Tolias: Three scenarios for continual learning, 2019, arXiv 1904.07734, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the column DGR of Table 1 is DGR with distillation; published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL3','ewc',25.039999999999999146,0.5,20,'EWC','van de Ven, Tolias: Generative replay with feedback connections as a general strategy for continual learning, 2018, arXiv 1809.10635, Table 4','https://arxiv.org/abs/1809.10635','published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in; its Fisher information is of the label that the network predicts, over the whole training set; here of the image''s own label, over importance_samples images; how strong the penalty is was searched by each program for itself');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL3','fine-tuning',17.260000000000001562,0.19000000000000000222,20,'lower bound','van de Ven, Tolias: Generative replay with feedback connections as a general strategy for continual learning, 2018, arXiv 1809.10635, Table 4','https://arxiv.org/abs/1809.10635','published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL3','hnet+ent',91.750000000000000001,0.20999999999999999222,20,'HNET+ENT','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020, arXiv 1906.00695, Table 1','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL3','hnet+r',97.760000000000005114,0.010000000000000000208,20,'HNET+R','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020, arXiv 1906.00695, Table 1','https://arxiv.org/abs/1906.00695','the paper describes a teacher that gives new classes probability 0; the authors'' program gives them logit 0, and so does this one (''engram experiments describe new_classes'')');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL3','hnet+tir',97.59000000000000341,0.010000000000000000208,20,'HNET+TIR','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020, arXiv 1906.00695, Table 1','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL3','joint',97.59000000000000341,0.020000000000000000416,20,'upper bound','van de Ven, Tolias: Generative replay with feedback connections as a general strategy for continual learning, 2018, arXiv 1809.10635, Table 4','https://arxiv.org/abs/1809.10635','here a batch has as many images of each known task as of the new one; published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL3','online-ewc',33.880000000000002557,0.48999999999999999111,20,'EWC','van de Ven, Tolias: Three scenarios for continual learning, 2019, arXiv 1904.07734, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','published with importance_decay=1; the column EWC of Table 1 is online EWC; published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in; its Fisher information is of the label that the network predicts, over the whole training set; here of the image''s own label, over importance_samples images; how strong the penalty is was searched by each program for itself');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL3','si',29.309999999999998721,0.61999999999999999555,20,'SI','van de Ven, Tolias: Three scenarios for continual learning, 2019, arXiv 1904.07734, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in; its path integral takes the gradient of the whole loss, and importances may fall below 0; here it takes that of the task''s loss, and they may not; how strong the penalty is was searched by each program for itself');
INSERT INTO published_accuracy VALUES('split-mnist','CL1','dgr',99.499999999999999998,0.029999999999999998889,20,'DGR','van de Ven, Tolias: Three scenarios for continual learning, 2019, arXiv 1904.07734','https://arxiv.org/abs/1904.07734','published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in; its split MNIST pairs the digits in an order drawn for each seed; here the pairs are fixed');
INSERT INTO published_accuracy VALUES('split-mnist','CL1','dgr+distill',99.609999999999999428,0.020000000000000000416,20,'DGR','van de Ven, Tolias: Three scenarios for continual learning, 2019, arXiv 1904.07734, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the column DGR of Table 1 is DGR with distillation; published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in; its split MNIST pairs the digits in an order drawn for each seed; here the pairs are fixed');
INSERT INTO published_accuracy VALUES('split-mnist','CL1','ewc',98.64000000000000057,0.22000000000000000111,20,'EWC','van de Ven, Tolias: Three scenarios for continual learning, 2019, arXiv 1904.07734','https://arxiv.org/abs/1904.07734','published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in; its split MNIST pairs the digits in an order drawn for each seed; here the pairs are fixed; its Fisher information is of the label that the network predicts, over the whole training set; here of the image''s own label, over importance_samples images; how strong the penalty is was searched by each program for itself');
INSERT INTO published_accuracy VALUES('split-mnist','CL1','hnet',99.790000000000006249,0.010000000000000000208,20,'HNET+ENT','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020, arXiv 1906.00695, Table 1','https://arxiv.org/abs/1906.00695','with the task given, HNET+ENT and HNET+TIR are HNET: the value of both columns');
INSERT INTO published_accuracy VALUES('split-mnist','CL1','hnet+ent',99.790000000000006249,0.010000000000000000208,20,'HNET+ENT','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020, arXiv 1906.00695, Table 1','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('split-mnist','CL1','hnet+r',99.829999999999998296,0.010000000000000000208,20,'HNET+R','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020, arXiv 1906.00695, Table 1','https://arxiv.org/abs/1906.00695','published with replay_hyper_hidden=10,10');
INSERT INTO published_accuracy VALUES('split-mnist','CL1','hnet+tir',99.790000000000006249,0.010000000000000000208,20,'HNET+TIR','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020, arXiv 1906.00695, Table 1','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('split-mnist','CL1','online-ewc',99.120000000000004544,0.11000000000000000055,20,'EWC','van de Ven, Tolias: Three scenarios for continual learning, 2019, arXiv 1904.07734, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the column EWC of Table 1 is online EWC; published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in; its split MNIST pairs the digits in an order drawn for each seed; here the pairs are fixed; its Fisher information is of the label that the network predicts, over the whole training set; here of the image''s own label, over importance_samples images; how strong the penalty is was searched by each program for itself');
INSERT INTO published_accuracy VALUES('split-mnist','CL1','si',99.090000000000003407,0.14999999999999999444,20,'SI','van de Ven, Tolias: Three scenarios for continual learning, 2019, arXiv 1904.07734, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in; its split MNIST pairs the digits in an order drawn for each seed; here the pairs are fixed; its path integral takes the gradient of the whole loss, and importances may fall below 0; here it takes that of the task''s loss, and they may not; how strong the penalty is was searched by each program for itself');
INSERT INTO published_accuracy VALUES('split-mnist','CL2','dgr',95.719999999999998861,0.25,20,'DGR','van de Ven, Tolias: Three scenarios for continual learning, 2019, arXiv 1904.07734','https://arxiv.org/abs/1904.07734','published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in; its split MNIST pairs the digits in an order drawn for each seed; here the pairs are fixed');
INSERT INTO published_accuracy VALUES('split-mnist','CL2','dgr+distill',96.829999999999998294,0.2000000000000000111,20,'DGR','van de Ven, Tolias: Three scenarios for continual learning, 2019, arXiv 1904.07734, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the column DGR of Table 1 is DGR with distillation; published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in; its split MNIST pairs the digits in an order drawn for each seed; here the pairs are fixed');
INSERT INTO published_accuracy VALUES('split-mnist','CL2','ewc',63.95000000000000284,1.8999999999999999111,20,'EWC','van de Ven, Tolias: Three scenarios for continual learning, 2019, arXiv 1904.07734','https://arxiv.org/abs/1904.07734','published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in; its split MNIST pairs the digits in an order drawn for each seed; here the pairs are fixed; its Fisher information is of the label that the network predicts, over the whole training set; here of the image''s own label, over importance_samples images; how strong the penalty is was searched by each program for itself');
INSERT INTO published_accuracy VALUES('split-mnist','CL2','hnet+ent',87.010000000000005115,0.46999999999999997335,20,'HNET+ENT','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020, arXiv 1906.00695, Table 1','https://arxiv.org/abs/1906.00695','published with hyper_activation=relu hyper_hidden=10,10 learning_rate=0.001');
INSERT INTO published_accuracy VALUES('split-mnist','CL2','hnet+r',98.0,0.029999999999999998889,20,'HNET+R','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020, arXiv 1906.00695, Table 1','https://arxiv.org/abs/1906.00695','published with replay_hyper_hidden=10,10');
INSERT INTO published_accuracy VALUES('split-mnist','CL2','hnet+tir',94.430000000000006822,0.28000000000000002664,20,'HNET+TIR','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020, arXiv 1906.00695, Table 1','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('split-mnist','CL2','online-ewc',64.319999999999993177,1.8999999999999999111,20,'EWC','van de Ven, Tolias: Three scenarios for continual learning, 2019, arXiv 1904.07734, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the column EWC of Table 1 is online EWC; published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in; its split MNIST pairs the digits in an order drawn for each seed; here the pairs are fixed; its Fisher information is of the label that the network predicts, over the whole training set; here of the image''s own label, over importance_samples images; how strong the penalty is was searched by each program for itself');
INSERT INTO published_accuracy VALUES('split-mnist','CL2','si',65.35999999999999943,1.5700000000000000621,20,'SI','van de Ven, Tolias: Three scenarios for continual learning, 2019, arXiv 1904.07734, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in; its split MNIST pairs the digits in an order drawn for each seed; here the pairs are fixed; its path integral takes the gradient of the whole loss, and importances may fall below 0; here it takes that of the task''s loss, and they may not; how strong the penalty is was searched by each program for itself');
INSERT INTO published_accuracy VALUES('split-mnist','CL3','dgr',90.790000000000006252,0.40999999999999997557,20,'DGR','van de Ven, Tolias: Three scenarios for continual learning, 2019, arXiv 1904.07734','https://arxiv.org/abs/1904.07734','published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in; its split MNIST pairs the digits in an order drawn for each seed; here the pairs are fixed');
INSERT INTO published_accuracy VALUES('split-mnist','CL3','dgr+distill',91.790000000000006256,0.32000000000000000666,20,'DGR','van de Ven, Tolias: Three scenarios for continual learning, 2019, arXiv 1904.07734, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the column DGR of Table 1 is DGR with distillation; published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in; its split MNIST pairs the digits in an order drawn for each seed; here the pairs are fixed');
INSERT INTO published_accuracy VALUES('split-mnist','CL3','ewc',20.010000000000001563,0.059999999999999997779,20,'EWC','van de Ven, Tolias: Three scenarios for continual learning, 2019, arXiv 1904.07734','https://arxiv.org/abs/1904.07734','published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in; its split MNIST pairs the digits in an order drawn for each seed; here the pairs are fixed; its Fisher information is of the label that the network predicts, over the whole training set; here of the image''s own label, over importance_samples images; how strong the penalty is was searched by each program for itself');
INSERT INTO published_accuracy VALUES('split-mnist','CL3','hnet+ent',69.480000000000003979,0.8000000000000000444,20,'HNET+ENT','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020, arXiv 1906.00695, Table 1','https://arxiv.org/abs/1906.00695','published with hyper_activation=relu hyper_hidden=10,10 learning_rate=0.001');
INSERT INTO published_accuracy VALUES('split-mnist','CL3','hnet+r',95.299999999999997161,0.13000000000000000444,20,'HNET+R','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020, arXiv 1906.00695, Table 1','https://arxiv.org/abs/1906.00695','published with replay_hyper_hidden=10,10; the paper describes a teacher that gives new classes probability 0; the authors'' program gives them logit 0, and so does this one (''engram experiments describe new_classes'')');
INSERT INTO published_accuracy VALUES('split-mnist','CL3','hnet+tir',89.590000000000003408,0.58999999999999996891,20,'HNET+TIR','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020, arXiv 1906.00695, Table 1','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('split-mnist','CL3','online-ewc',19.960000000000000852,0.070000000000000006661,20,'EWC','van de Ven, Tolias: Three scenarios for continual learning, 2019, arXiv 1904.07734, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the column EWC of Table 1 is online EWC; published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in; its split MNIST pairs the digits in an order drawn for each seed; here the pairs are fixed; its Fisher information is of the label that the network predicts, over the whole training set; here of the image''s own label, over importance_samples images; how strong the penalty is was searched by each program for itself');
INSERT INTO published_accuracy VALUES('split-mnist','CL3','si',19.989999999999998436,0.059999999999999997779,20,'SI','van de Ven, Tolias: Three scenarios for continual learning, 2019, arXiv 1904.07734, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in; its split MNIST pairs the digits in an order drawn for each seed; here the pairs are fixed; its path integral takes the gradient of the whole loss, and importances may fall below 0; here it takes that of the task''s loss, and they may not; how strong the penalty is was searched by each program for itself');
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
CREATE VIEW run_metric AS
  -- The metrics of every complete run, as unrounded fractions; the views below round them.
  -- A metric is NULL where a cell of the accuracy matrix that it needs is absent; forgetting and
  -- transfer are NULL with a single task. Forward transfer is held against a network that learns
  -- each task alone: the complete run with method scratch and scenario CL1 of the same
  -- experiment and seed whose dataset, tasks, training (steps, batch, optimizer, …),
      -- target network (but for its dropout) and images held out for validation are the same; NULL where there is none.
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
          WHERE p.run_id = r.run_id AND p.key IN ('benchmark', 'profile', 'dataset', 'groups', 'heads', 'padding',
                'tasks', 'validation', 'steps', 'batch', 'optimizer', 'learning_rate',
                'schedule', 'beta1', 'beta2', 'momentum', 'nesterov', 'weight_decay',
                'clip_norm', 'clip_value', 'target_hidden', 'target_activation')
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
CREATE INDEX run_parameter_unknown ON run_parameter (run_id) WHERE is_changed IS NULL;
CREATE VIEW configuration_setting AS
  -- The settings of each configuration of complete runs, to be joined with summary: value is a text,
  -- number the value where it is one. is_changed is 1 where it is not the experiment's own value.
  SELECT r.configuration_id AS configuration, r.experiment, p.key, p.value, p.number,
    p.is_changed
  FROM (
    SELECT configuration_id, experiment, max(run_id) AS run_id FROM run
    WHERE status = 'complete' GROUP BY configuration_id
  ) r
  JOIN run_parameter p ON p.run_id = r.run_id AND p.key NOT IN ('grid', 'log_interval', 'margin', 'scan')
  ORDER BY r.experiment, configuration, p.key
;
CREATE VIEW summary AS
  -- Mean and standard error over seeds, in percent (forgetting and transfer: percentage points).
  -- Runs of a configuration form a group: they differ in the seed, and in what is looked at (grid,
  -- log_interval, margin, scan). settings tells what is not the experiment's own value; see
  -- configuration_setting for all. A seed counts once: its latest complete run. The standard error
  -- of a single seed is NULL.
  WITH
  ranked AS (
    SELECT run_id, experiment, configuration_id,
      row_number() OVER (
        PARTITION BY configuration_id, seed ORDER BY confirmed_at DESC, run_id
      ) AS place
    FROM run WHERE status = 'complete'
  ),
  counted AS (SELECT run_id, experiment, configuration_id FROM ranked WHERE place = 1),
  labelled AS MATERIALIZED (
    SELECT c.experiment, c.configuration_id, coalesce((
      SELECT group_concat(key || '=' || value, ' ') FROM (
        SELECT p.key, p.value FROM run_parameter p
        WHERE p.run_id = c.run_id AND coalesce(p.is_changed, 1) AND p.key NOT IN ('grid', 'log_interval', 'margin', 'scan') ORDER BY p.key
      )
    ), '') AS settings
    FROM (
      SELECT experiment, configuration_id, max(run_id) AS run_id FROM counted
      GROUP BY configuration_id
    ) c
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
    SELECT c.configuration_id, m.place, m.metric, avg(m.value) AS mean, count(m.value) AS n
    FROM counted c JOIN measured m ON m.run_id = c.run_id
    WHERE m.value IS NOT NULL
    GROUP BY c.configuration_id, m.place
  ),
  spread AS (
    SELECT a.configuration_id, a.place,
      sum((m.value - a.mean) * (m.value - a.mean)) AS squares
    FROM mean a
    JOIN counted c ON c.configuration_id = a.configuration_id
    JOIN measured m ON m.run_id = c.run_id AND m.place = a.place AND m.value IS NOT NULL
    GROUP BY a.configuration_id, a.place
  )
  SELECT l.experiment, a.configuration_id AS configuration, l.settings, a.metric,
    round(100 * a.mean, 2) AS mean_percent,
    CASE WHEN a.n > 1 THEN round(100 * sqrt(s.squares / (a.n - 1) / a.n), 2) END
      AS standard_error_percent,
    a.n AS seeds
  FROM mean a
  JOIN labelled l ON l.configuration_id = a.configuration_id
  JOIN spread s ON s.configuration_id = a.configuration_id AND s.place = a.place
  ORDER BY l.experiment, l.settings, configuration, a.place
;
CREATE VIEW table1 AS
  -- Table 1 of von Oswald et al. 2020: mean final accuracy and its standard error over seeds, in
  -- percent, of the complete runs of the experiment table1, beside the published value. A row
  -- for each configuration; settings tells what is not the cell's own value. A seed counts once: its
  -- latest complete run. Columns in percent are rounded; seconds is the mean of the whole run's
  -- computation.
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
      -- Accuracies on images held out for validation are not those of the table.
      AND NOT EXISTS (
        SELECT 1 FROM run_parameter v WHERE v.run_id = r.run_id AND v.key = 'validation'
      )
  ),
  counted AS MATERIALIZED (
    SELECT run_id, configuration, benchmark, scenario, method, profile
    FROM ranked WHERE place = 1
  ),
  labelled AS MATERIALIZED (
    SELECT c.*, coalesce((
      SELECT group_concat(key || '=' || value, ' ') FROM (
        SELECT p.key, p.value FROM run_parameter p
        WHERE p.run_id = c.run_id
          AND coalesce(p.is_changed, 1) AND p.key NOT IN ('grid', 'log_interval', 'margin', 'scan', 'benchmark', 'method', 'profile', 'scenario')
        ORDER BY p.key
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
    p.mean AS published_percent, p.standard_error AS published_standard_error_percent
  FROM mean a
  JOIN spread s ON s.configuration = a.configuration
  LEFT JOIN published_accuracy p ON p.benchmark = a.benchmark AND p.scenario = a.scenario
    AND p.method = a.method
  ORDER BY a.benchmark DESC, a.scenario, a.method, a.profile, a.settings
;
COMMIT;
