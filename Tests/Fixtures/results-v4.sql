-- A results database as the program wrote it while the schema had version 4: two runs that differ in what is looked at and in the seed, and one of Table 1.
PRAGMA application_id = 1162757970;
PRAGMA user_version = 4;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('1');
INSERT INTO grdb_migrations VALUES('2');
INSERT INTO grdb_migrations VALUES('3');
INSERT INTO grdb_migrations VALUES('4');
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
INSERT INTO run VALUES('fig4-seed6-8c4265b16dc9','fig4',6,'complete','2026-11-30T02:54:38.447Z','2026-11-30T02:54:39.590Z','2026-11-30T02:54:39.590Z','batch=32 beta=0.01 beta1=0.9 beta2=0.999 chunk_embedding=96 chunk_size=2000 clip_norm=0.0 clip_value=0.0 damping=0.1 dataset=mnist embedding_start=random fisher=no grid=2 groups=0,1/2,3/4,5/6,7/8,9 heads=10 hyper_activation=relu hyper_hidden=10,10 importance_decay=1.0 importance_samples=500 initialization=xavier learning_rate=0.001 log_interval=50 lookahead=optimizer margin=0.25 momentum=0.0 nesterov=no optimizer=adam own_head=no padding=0 regularized_tasks=0 regularizer=output regularizer_targets=snapshot scan=ends scenario=CL1 schedule=constant steps=3 target_activation=relu target_dropout=0.0 target_hidden=20 task_embedding=2 tasks=2 weight_decay=0.0','0.1.0',NULL,NULL);
INSERT INTO run VALUES('fig4-seed7-8aaefa4d4d47','fig4',7,'complete','2026-11-30T02:54:39.762Z','2026-11-30T02:54:40.171Z','2026-11-30T02:54:40.171Z','batch=32 beta=0.01 beta1=0.9 beta2=0.999 chunk_embedding=96 chunk_size=2000 clip_norm=0.0 clip_value=0.0 damping=0.1 dataset=mnist embedding_start=random fisher=no grid=0 groups=0,1/2,3/4,5/6,7/8,9 heads=10 hyper_activation=relu hyper_hidden=10,10 importance_decay=1.0 importance_samples=500 initialization=xavier learning_rate=0.001 log_interval=2 lookahead=optimizer margin=0.25 momentum=0.0 nesterov=no optimizer=adam own_head=no padding=0 regularized_tasks=0 regularizer=output regularizer_targets=snapshot scan=ends scenario=CL1 schedule=constant steps=3 target_activation=relu target_dropout=0.0 target_hidden=20 task_embedding=2 tasks=2 weight_decay=0.0','0.1.0',NULL,NULL);
INSERT INTO run VALUES('table1-seed0-db86d988d01f','table1',0,'complete','2026-11-30T02:54:40.266Z','2026-11-30T02:54:40.635Z','2026-11-30T02:54:40.635Z','batch=128 benchmark=split-mnist beta1=0.9 beta2=0.999 clip_norm=0.0 clip_value=0.0 dataset=mnist groups=0,1/2,3/4,5/6,7/8,9 heads=10 learning_rate=0.002 log_interval=25 method=fine-tuning momentum=0.0 nesterov=no optimizer=adam padding=0 profile=quick scenario=CL1 schedule=constant steps=3 target_activation=relu target_dropout=0.0 target_hidden=10 tasks=2 weight_decay=0.0','0.1.0',NULL,NULL);
CREATE TABLE run_parameter (
  -- The parameters of a run, all but the seed.
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (run_id, key)
) STRICT, WITHOUT ROWID;
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','batch','32');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','beta','0.01');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','beta1','0.9');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','beta2','0.999');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','chunk_embedding','96');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','chunk_size','2000');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','clip_norm','0.0');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','clip_value','0.0');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','damping','0.1');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','dataset','mnist');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','embedding_start','random');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','fisher','no');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','grid','2');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','groups','0,1/2,3/4,5/6,7/8,9');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','heads','10');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','hyper_activation','relu');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','hyper_hidden','10,10');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','importance_decay','1.0');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','importance_samples','500');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','initialization','xavier');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','learning_rate','0.001');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','log_interval','50');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','lookahead','optimizer');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','margin','0.25');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','momentum','0.0');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','nesterov','no');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','optimizer','adam');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','own_head','no');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','padding','0');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','regularized_tasks','0');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','regularizer','output');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','regularizer_targets','snapshot');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','scan','ends');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','scenario','CL1');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','schedule','constant');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','steps','3');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','target_activation','relu');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','target_dropout','0.0');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','target_hidden','20');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','task_embedding','2');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','tasks','2');
INSERT INTO run_parameter VALUES('fig4-seed6-8c4265b16dc9','weight_decay','0.0');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','batch','32');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','beta','0.01');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','beta1','0.9');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','beta2','0.999');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','chunk_embedding','96');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','chunk_size','2000');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','clip_norm','0.0');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','clip_value','0.0');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','damping','0.1');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','dataset','mnist');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','embedding_start','random');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','fisher','no');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','grid','0');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','groups','0,1/2,3/4,5/6,7/8,9');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','heads','10');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','hyper_activation','relu');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','hyper_hidden','10,10');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','importance_decay','1.0');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','importance_samples','500');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','initialization','xavier');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','learning_rate','0.001');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','log_interval','2');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','lookahead','optimizer');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','margin','0.25');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','momentum','0.0');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','nesterov','no');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','optimizer','adam');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','own_head','no');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','padding','0');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','regularized_tasks','0');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','regularizer','output');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','regularizer_targets','snapshot');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','scan','ends');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','scenario','CL1');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','schedule','constant');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','steps','3');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','target_activation','relu');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','target_dropout','0.0');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','target_hidden','20');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','task_embedding','2');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','tasks','2');
INSERT INTO run_parameter VALUES('fig4-seed7-8aaefa4d4d47','weight_decay','0.0');
INSERT INTO run_parameter VALUES('table1-seed0-db86d988d01f','batch','128');
INSERT INTO run_parameter VALUES('table1-seed0-db86d988d01f','benchmark','split-mnist');
INSERT INTO run_parameter VALUES('table1-seed0-db86d988d01f','beta1','0.9');
INSERT INTO run_parameter VALUES('table1-seed0-db86d988d01f','beta2','0.999');
INSERT INTO run_parameter VALUES('table1-seed0-db86d988d01f','clip_norm','0.0');
INSERT INTO run_parameter VALUES('table1-seed0-db86d988d01f','clip_value','0.0');
INSERT INTO run_parameter VALUES('table1-seed0-db86d988d01f','dataset','mnist');
INSERT INTO run_parameter VALUES('table1-seed0-db86d988d01f','groups','0,1/2,3/4,5/6,7/8,9');
INSERT INTO run_parameter VALUES('table1-seed0-db86d988d01f','heads','10');
INSERT INTO run_parameter VALUES('table1-seed0-db86d988d01f','learning_rate','0.002');
INSERT INTO run_parameter VALUES('table1-seed0-db86d988d01f','log_interval','25');
INSERT INTO run_parameter VALUES('table1-seed0-db86d988d01f','method','fine-tuning');
INSERT INTO run_parameter VALUES('table1-seed0-db86d988d01f','momentum','0.0');
INSERT INTO run_parameter VALUES('table1-seed0-db86d988d01f','nesterov','no');
INSERT INTO run_parameter VALUES('table1-seed0-db86d988d01f','optimizer','adam');
INSERT INTO run_parameter VALUES('table1-seed0-db86d988d01f','padding','0');
INSERT INTO run_parameter VALUES('table1-seed0-db86d988d01f','profile','quick');
INSERT INTO run_parameter VALUES('table1-seed0-db86d988d01f','scenario','CL1');
INSERT INTO run_parameter VALUES('table1-seed0-db86d988d01f','schedule','constant');
INSERT INTO run_parameter VALUES('table1-seed0-db86d988d01f','steps','3');
INSERT INTO run_parameter VALUES('table1-seed0-db86d988d01f','target_activation','relu');
INSERT INTO run_parameter VALUES('table1-seed0-db86d988d01f','target_dropout','0.0');
INSERT INTO run_parameter VALUES('table1-seed0-db86d988d01f','target_hidden','10');
INSERT INTO run_parameter VALUES('table1-seed0-db86d988d01f','tasks','2');
INSERT INTO run_parameter VALUES('table1-seed0-db86d988d01f','weight_decay','0.0');
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
INSERT INTO stage_execution VALUES('fig4-seed6-8c4265b16dc9',0,'dataset','0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','fetch-dataset',1,0.34679479099999999114,0);
INSERT INTO stage_execution VALUES('fig4-seed6-8c4265b16dc9',4,'evaluate','43bfde05ec75a30b71682c8ff8a402161bd7179bb4d559f29e3225e7a6b07138','evaluate-tasks',3,2.0369999999999999786e-05,0);
INSERT INTO stage_execution VALUES('fig4-seed6-8c4265b16dc9',1,'initialize','02abc0b3b49406b19531cdde05b5e6f03efcc722d9b4d31c983624030a80e5dd','initialize-learner',2,0.00072362900000000004736,0);
INSERT INTO stage_execution VALUES('fig4-seed6-8c4265b16dc9',5,'scan','796e51798206bfb606d34e1fbec876a4f43fc613745e7dd1fd422f6e5eb998ac','scan-embeddings',2,0.090749100999999998684,0);
INSERT INTO stage_execution VALUES('fig4-seed6-8c4265b16dc9',2,'train/task-01','035bd8039c47f56289a8cdba87ab23a73f5023239c3b45bef1e0d313e333bbc9','train-task',2,0.059130201999999999762,0);
INSERT INTO stage_execution VALUES('fig4-seed6-8c4265b16dc9',3,'train/task-02','7d2ecf921f528d3d416306d32c2f47d3f9886714006b5816a28ac8308f904447','train-task',2,0.039559402000000000454,0);
INSERT INTO stage_execution VALUES('fig4-seed7-8aaefa4d4d47',0,'dataset','0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','fetch-dataset',1,0.34679479099999999114,1);
INSERT INTO stage_execution VALUES('fig4-seed7-8aaefa4d4d47',4,'evaluate','2aab0c2576cdf0a5cf778fcbf747b6b299a825ce5398702014b9fd1d31f4f72f','evaluate-tasks',3,2.0911000000000000199e-05,0);
INSERT INTO stage_execution VALUES('fig4-seed7-8aaefa4d4d47',1,'initialize','67bd2e1aae49a640706b944f553f5e09ceb009830494051d4528e591cd4922de','initialize-learner',2,0.00074123600000000004327,0);
INSERT INTO stage_execution VALUES('fig4-seed7-8aaefa4d4d47',2,'train/task-01','0dfbbcdaa7c4c61830cc6c67a3a73380b3341f1ec03abba3932b9f9d2d3831c4','train-task',2,0.17096785600000000138,0);
INSERT INTO stage_execution VALUES('fig4-seed7-8aaefa4d4d47',3,'train/task-02','60917a4d3167fc4028e97cf772ea46dfc724491c5909a877c3871f2d55cfb68f','train-task',2,0.046160959000000001406,0);
INSERT INTO stage_execution VALUES('table1-seed0-db86d988d01f',0,'dataset','0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','fetch-dataset',1,0.34679479099999999114,1);
INSERT INTO stage_execution VALUES('table1-seed0-db86d988d01f',4,'evaluate','e4737d9212a7d731117adc85cc312209121b2f384bed7c761d9c8a4f7d67bbe2','evaluate-tasks',3,2.0409999999999999405e-05,0);
INSERT INTO stage_execution VALUES('table1-seed0-db86d988d01f',1,'initialize','3863e1f263f228b58cf8394421f6e99fbe95fd05f9f58e1ed71ce1c46f918f0a','initialize-classifier',1,0.00024121000000000000296,0);
INSERT INTO stage_execution VALUES('table1-seed0-db86d988d01f',2,'train/task-01','ac947955f955d9feac047fdc1ef919caf6fa7c8546df56806fbcd501a10c4aed','train-classifier',1,0.17037231799999999481,0);
INSERT INTO stage_execution VALUES('table1-seed0-db86d988d01f',3,'train/task-02','f413d3373eaf026b955882f55c4c09ff6e01d19c222967a8cb350257f8e1bfe1','train-classifier',1,0.046747603999999998158,0);
CREATE TABLE artifact (
  -- The files that stages published; path is relative to the store's folder.
  sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
  kind TEXT NOT NULL,               -- such as dataset or checkpoint
  path TEXT NOT NULL CHECK (path NOT LIKE '/%' AND path NOT LIKE '%..%'),
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  name TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO artifact VALUES('0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7','dataset','blobs/sha256/0f/0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',7840016,'test-images.idx');
INSERT INTO artifact VALUES('3663c17afe49ab8814c8ea1e337f51d35af66349b4101972211ee3c3d8a54dd8','embedding-scan','blobs/sha256/36/3663c17afe49ab8814c8ea1e337f51d35af66349b4101972211ee3c3d8a54dd8',279,'embedding-scan.json');
INSERT INTO artifact VALUES('36ee29779d5f2a9fdb6ebd4a5cb74ab6a618fef1e98ca33d2e0ebff7662df761','checkpoint','blobs/sha256/36/36ee29779d5f2a9fdb6ebd4a5cb74ab6a618fef1e98ca33d2e0ebff7662df761',133680,'checkpoint.h5');
INSERT INTO artifact VALUES('37517e5f3dc66819f61f5a7bb8ace1921282415f10551d2defa5c3eb0985b570','training-metrics','blobs/sha256/37/37517e5f3dc66819f61f5a7bb8ace1921282415f10551d2defa5c3eb0985b570',3,'metrics.json');
INSERT INTO artifact VALUES('3e27240a2f7709df041bcd7b8e529dd0f831e32a8e0e2c9b185a95f7da0dc9a5','evaluation','blobs/sha256/3e/3e27240a2f7709df041bcd7b8e529dd0f831e32a8e0e2c9b185a95f7da0dc9a5',332,'evaluation.json');
INSERT INTO artifact VALUES('3ec111bea866a3ab0c0da8b629eb90b9b59b50881cee107e0b3da5dd2e4a6052','evaluation','blobs/sha256/3e/3ec111bea866a3ab0c0da8b629eb90b9b59b50881cee107e0b3da5dd2e4a6052',332,'evaluation.json');
INSERT INTO artifact VALUES('4086e840959ec028d2491cdbf4c402b383f325cf9be1276cb6dbeb3651ad9191','checkpoint','blobs/sha256/40/4086e840959ec028d2491cdbf4c402b383f325cf9be1276cb6dbeb3651ad9191',127468,'checkpoint.h5');
INSERT INTO artifact VALUES('4c8f12ef9674759681c4b4d0232c76af8781021c2994e89a57290a7dec55c011','checkpoint','blobs/sha256/4c/4c8f12ef9674759681c4b4d0232c76af8781021c2994e89a57290a7dec55c011',133680,'checkpoint.h5');
INSERT INTO artifact VALUES('65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5','dataset','blobs/sha256/65/65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',60008,'train-labels.idx');
INSERT INTO artifact VALUES('83caceac6cdc70fa2a5e3eafbda90156c27f3202cbc0f6bd3cbfb0443c038bd5','training-metrics','blobs/sha256/83/83caceac6cdc70fa2a5e3eafbda90156c27f3202cbc0f6bd3cbfb0443c038bd5',530,'metrics.json');
INSERT INTO artifact VALUES('90d8efe76df4d0db0e45490f82cbcfba2b0d2d22817fc95c2f1b5dd458d58c6d','training-metrics','blobs/sha256/90/90d8efe76df4d0db0e45490f82cbcfba2b0d2d22817fc95c2f1b5dd458d58c6d',502,'metrics.json');
INSERT INTO artifact VALUES('96095145a52dafcf3aee4fb15e8080564caed99ae2ce7a5e05793ed11fa74496','classifier','blobs/sha256/96/96095145a52dafcf3aee4fb15e8080564caed99ae2ce7a5e05793ed11fa74496',55212,'classifier.h5');
INSERT INTO artifact VALUES('961139797fadae720de8fcbacc9703f4069f4ef6c3e515d47c496dc0ed6cf49b','training-metrics','blobs/sha256/96/961139797fadae720de8fcbacc9703f4069f4ef6c3e515d47c496dc0ed6cf49b',488,'metrics.json');
INSERT INTO artifact VALUES('a278a58bb7638aed5f6b3a9578e92f6ca6aa03e292ae6831ff283a1446ef1ab3','evaluation','blobs/sha256/a2/a278a58bb7638aed5f6b3a9578e92f6ca6aa03e292ae6831ff283a1446ef1ab3',334,'evaluation.json');
INSERT INTO artifact VALUES('b6db857b680f020fcca479c8f5934196d703cad7024d442e9a0e7e124f6f1b52','checkpoint','blobs/sha256/b6/b6db857b680f020fcca479c8f5934196d703cad7024d442e9a0e7e124f6f1b52',133680,'checkpoint.h5');
INSERT INTO artifact VALUES('ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db','dataset','blobs/sha256/ba/ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',47040016,'train-images.idx');
INSERT INTO artifact VALUES('be68ea7b2cd4425b24dffc8ff888ba433e8dd74fa066ba860893565a891c952f','training-metrics','blobs/sha256/be/be68ea7b2cd4425b24dffc8ff888ba433e8dd74fa066ba860893565a891c952f',793,'metrics.json');
INSERT INTO artifact VALUES('c454dc7fd1e00b3c212afb8265c3483790b84ec97b9a864ec8625ff805bc0997','checkpoint','blobs/sha256/c4/c454dc7fd1e00b3c212afb8265c3483790b84ec97b9a864ec8625ff805bc0997',133680,'checkpoint.h5');
INSERT INTO artifact VALUES('c4996bf1fd0ad493f0e2f2a5dbf60913d0979e3966266d73f74f07cf85e0fd81','classifier','blobs/sha256/c4/c4996bf1fd0ad493f0e2f2a5dbf60913d0979e3966266d73f74f07cf85e0fd81',55212,'classifier.h5');
INSERT INTO artifact VALUES('c6666f77d00179a4320eb6d1076130774d1d8f9923da068d01e42adddd50fa62','classifier','blobs/sha256/c6/c6666f77d00179a4320eb6d1076130774d1d8f9923da068d01e42adddd50fa62',52014,'classifier.h5');
INSERT INTO artifact VALUES('d0ff4bc7267ad9d4b62d737ae8c7a52167caf269fe5a395daf138acfe39d43ea','training-metrics','blobs/sha256/d0/d0ff4bc7267ad9d4b62d737ae8c7a52167caf269fe5a395daf138acfe39d43ea',498,'metrics.json');
INSERT INTO artifact VALUES('df2ede6f675fc512cde8348be914340e5d5347755b614e7ced6bc0b369945994','checkpoint','blobs/sha256/df/df2ede6f675fc512cde8348be914340e5d5347755b614e7ced6bc0b369945994',127468,'checkpoint.h5');
INSERT INTO artifact VALUES('ea49119a1c05bb686e9d103262ae9ea6f89e0994c61f4b860c30272e9f50c8c6','training-metrics','blobs/sha256/ea/ea49119a1c05bb686e9d103262ae9ea6f89e0994c61f4b860c30272e9f50c8c6',741,'metrics.json');
INSERT INTO artifact VALUES('f73a8bf87705d8e7adc43ca9986dd22a4cf92af130070724751afece6cdbdb50','manifest','blobs/sha256/f7/f73a8bf87705d8e7adc43ca9986dd22a4cf92af130070724751afece6cdbdb50',2184,'manifest.json');
INSERT INTO artifact VALUES('ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2','dataset','blobs/sha256/ff/ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',10008,'test-labels.idx');
CREATE TABLE stage_input (
  -- What a stage's result was computed from: the cache keys of its inputs.
  cache_key TEXT NOT NULL,
  position INTEGER NOT NULL,        -- from 0
  input_cache_key TEXT NOT NULL,
  PRIMARY KEY (cache_key, position)
) STRICT, WITHOUT ROWID;
INSERT INTO stage_input VALUES('035bd8039c47f56289a8cdba87ab23a73f5023239c3b45bef1e0d313e333bbc9',0,'02abc0b3b49406b19531cdde05b5e6f03efcc722d9b4d31c983624030a80e5dd');
INSERT INTO stage_input VALUES('035bd8039c47f56289a8cdba87ab23a73f5023239c3b45bef1e0d313e333bbc9',1,'0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7');
INSERT INTO stage_input VALUES('0dfbbcdaa7c4c61830cc6c67a3a73380b3341f1ec03abba3932b9f9d2d3831c4',0,'67bd2e1aae49a640706b944f553f5e09ceb009830494051d4528e591cd4922de');
INSERT INTO stage_input VALUES('0dfbbcdaa7c4c61830cc6c67a3a73380b3341f1ec03abba3932b9f9d2d3831c4',1,'0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7');
INSERT INTO stage_input VALUES('2aab0c2576cdf0a5cf778fcbf747b6b299a825ce5398702014b9fd1d31f4f72f',0,'60917a4d3167fc4028e97cf772ea46dfc724491c5909a877c3871f2d55cfb68f');
INSERT INTO stage_input VALUES('43bfde05ec75a30b71682c8ff8a402161bd7179bb4d559f29e3225e7a6b07138',0,'7d2ecf921f528d3d416306d32c2f47d3f9886714006b5816a28ac8308f904447');
INSERT INTO stage_input VALUES('60917a4d3167fc4028e97cf772ea46dfc724491c5909a877c3871f2d55cfb68f',0,'0dfbbcdaa7c4c61830cc6c67a3a73380b3341f1ec03abba3932b9f9d2d3831c4');
INSERT INTO stage_input VALUES('60917a4d3167fc4028e97cf772ea46dfc724491c5909a877c3871f2d55cfb68f',1,'0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7');
INSERT INTO stage_input VALUES('796e51798206bfb606d34e1fbec876a4f43fc613745e7dd1fd422f6e5eb998ac',0,'7d2ecf921f528d3d416306d32c2f47d3f9886714006b5816a28ac8308f904447');
INSERT INTO stage_input VALUES('796e51798206bfb606d34e1fbec876a4f43fc613745e7dd1fd422f6e5eb998ac',1,'0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7');
INSERT INTO stage_input VALUES('7d2ecf921f528d3d416306d32c2f47d3f9886714006b5816a28ac8308f904447',0,'035bd8039c47f56289a8cdba87ab23a73f5023239c3b45bef1e0d313e333bbc9');
INSERT INTO stage_input VALUES('7d2ecf921f528d3d416306d32c2f47d3f9886714006b5816a28ac8308f904447',1,'0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7');
INSERT INTO stage_input VALUES('ac947955f955d9feac047fdc1ef919caf6fa7c8546df56806fbcd501a10c4aed',0,'3863e1f263f228b58cf8394421f6e99fbe95fd05f9f58e1ed71ce1c46f918f0a');
INSERT INTO stage_input VALUES('ac947955f955d9feac047fdc1ef919caf6fa7c8546df56806fbcd501a10c4aed',1,'0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7');
INSERT INTO stage_input VALUES('e4737d9212a7d731117adc85cc312209121b2f384bed7c761d9c8a4f7d67bbe2',0,'f413d3373eaf026b955882f55c4c09ff6e01d19c222967a8cb350257f8e1bfe1');
INSERT INTO stage_input VALUES('f413d3373eaf026b955882f55c4c09ff6e01d19c222967a8cb350257f8e1bfe1',0,'ac947955f955d9feac047fdc1ef919caf6fa7c8546df56806fbcd501a10c4aed');
INSERT INTO stage_input VALUES('f413d3373eaf026b955882f55c4c09ff6e01d19c222967a8cb350257f8e1bfe1',1,'0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7');
CREATE TABLE stage_output (
  -- The files a stage's result consists of.
  cache_key TEXT NOT NULL,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL REFERENCES artifact,
  PRIMARY KEY (cache_key, name)
) STRICT, WITHOUT ROWID;
INSERT INTO stage_output VALUES('0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','test-images.idx','0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7');
INSERT INTO stage_output VALUES('796e51798206bfb606d34e1fbec876a4f43fc613745e7dd1fd422f6e5eb998ac','embedding-scan.json','3663c17afe49ab8814c8ea1e337f51d35af66349b4101972211ee3c3d8a54dd8');
INSERT INTO stage_output VALUES('7d2ecf921f528d3d416306d32c2f47d3f9886714006b5816a28ac8308f904447','checkpoint.h5','36ee29779d5f2a9fdb6ebd4a5cb74ab6a618fef1e98ca33d2e0ebff7662df761');
INSERT INTO stage_output VALUES('02abc0b3b49406b19531cdde05b5e6f03efcc722d9b4d31c983624030a80e5dd','metrics.json','37517e5f3dc66819f61f5a7bb8ace1921282415f10551d2defa5c3eb0985b570');
INSERT INTO stage_output VALUES('3863e1f263f228b58cf8394421f6e99fbe95fd05f9f58e1ed71ce1c46f918f0a','metrics.json','37517e5f3dc66819f61f5a7bb8ace1921282415f10551d2defa5c3eb0985b570');
INSERT INTO stage_output VALUES('67bd2e1aae49a640706b944f553f5e09ceb009830494051d4528e591cd4922de','metrics.json','37517e5f3dc66819f61f5a7bb8ace1921282415f10551d2defa5c3eb0985b570');
INSERT INTO stage_output VALUES('2aab0c2576cdf0a5cf778fcbf747b6b299a825ce5398702014b9fd1d31f4f72f','evaluation.json','3e27240a2f7709df041bcd7b8e529dd0f831e32a8e0e2c9b185a95f7da0dc9a5');
INSERT INTO stage_output VALUES('e4737d9212a7d731117adc85cc312209121b2f384bed7c761d9c8a4f7d67bbe2','evaluation.json','3ec111bea866a3ab0c0da8b629eb90b9b59b50881cee107e0b3da5dd2e4a6052');
INSERT INTO stage_output VALUES('67bd2e1aae49a640706b944f553f5e09ceb009830494051d4528e591cd4922de','checkpoint.h5','4086e840959ec028d2491cdbf4c402b383f325cf9be1276cb6dbeb3651ad9191');
INSERT INTO stage_output VALUES('60917a4d3167fc4028e97cf772ea46dfc724491c5909a877c3871f2d55cfb68f','checkpoint.h5','4c8f12ef9674759681c4b4d0232c76af8781021c2994e89a57290a7dec55c011');
INSERT INTO stage_output VALUES('0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','train-labels.idx','65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5');
INSERT INTO stage_output VALUES('7d2ecf921f528d3d416306d32c2f47d3f9886714006b5816a28ac8308f904447','metrics.json','83caceac6cdc70fa2a5e3eafbda90156c27f3202cbc0f6bd3cbfb0443c038bd5');
INSERT INTO stage_output VALUES('ac947955f955d9feac047fdc1ef919caf6fa7c8546df56806fbcd501a10c4aed','metrics.json','90d8efe76df4d0db0e45490f82cbcfba2b0d2d22817fc95c2f1b5dd458d58c6d');
INSERT INTO stage_output VALUES('f413d3373eaf026b955882f55c4c09ff6e01d19c222967a8cb350257f8e1bfe1','classifier.h5','96095145a52dafcf3aee4fb15e8080564caed99ae2ce7a5e05793ed11fa74496');
INSERT INTO stage_output VALUES('035bd8039c47f56289a8cdba87ab23a73f5023239c3b45bef1e0d313e333bbc9','metrics.json','961139797fadae720de8fcbacc9703f4069f4ef6c3e515d47c496dc0ed6cf49b');
INSERT INTO stage_output VALUES('43bfde05ec75a30b71682c8ff8a402161bd7179bb4d559f29e3225e7a6b07138','evaluation.json','a278a58bb7638aed5f6b3a9578e92f6ca6aa03e292ae6831ff283a1446ef1ab3');
INSERT INTO stage_output VALUES('035bd8039c47f56289a8cdba87ab23a73f5023239c3b45bef1e0d313e333bbc9','checkpoint.h5','b6db857b680f020fcca479c8f5934196d703cad7024d442e9a0e7e124f6f1b52');
INSERT INTO stage_output VALUES('0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','train-images.idx','ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db');
INSERT INTO stage_output VALUES('60917a4d3167fc4028e97cf772ea46dfc724491c5909a877c3871f2d55cfb68f','metrics.json','be68ea7b2cd4425b24dffc8ff888ba433e8dd74fa066ba860893565a891c952f');
INSERT INTO stage_output VALUES('0dfbbcdaa7c4c61830cc6c67a3a73380b3341f1ec03abba3932b9f9d2d3831c4','checkpoint.h5','c454dc7fd1e00b3c212afb8265c3483790b84ec97b9a864ec8625ff805bc0997');
INSERT INTO stage_output VALUES('ac947955f955d9feac047fdc1ef919caf6fa7c8546df56806fbcd501a10c4aed','classifier.h5','c4996bf1fd0ad493f0e2f2a5dbf60913d0979e3966266d73f74f07cf85e0fd81');
INSERT INTO stage_output VALUES('3863e1f263f228b58cf8394421f6e99fbe95fd05f9f58e1ed71ce1c46f918f0a','classifier.h5','c6666f77d00179a4320eb6d1076130774d1d8f9923da068d01e42adddd50fa62');
INSERT INTO stage_output VALUES('f413d3373eaf026b955882f55c4c09ff6e01d19c222967a8cb350257f8e1bfe1','metrics.json','d0ff4bc7267ad9d4b62d737ae8c7a52167caf269fe5a395daf138acfe39d43ea');
INSERT INTO stage_output VALUES('02abc0b3b49406b19531cdde05b5e6f03efcc722d9b4d31c983624030a80e5dd','checkpoint.h5','df2ede6f675fc512cde8348be914340e5d5347755b614e7ced6bc0b369945994');
INSERT INTO stage_output VALUES('0dfbbcdaa7c4c61830cc6c67a3a73380b3341f1ec03abba3932b9f9d2d3831c4','metrics.json','ea49119a1c05bb686e9d103262ae9ea6f89e0994c61f4b860c30272e9f50c8c6');
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
INSERT INTO accuracy VALUES('fig4-seed6-8c4265b16dc9',0,0,0.99432624113475176486);
INSERT INTO accuracy VALUES('fig4-seed6-8c4265b16dc9',1,0,0.98581560283687941215);
INSERT INTO accuracy VALUES('fig4-seed6-8c4265b16dc9',1,1,0.87316356513222326274);
INSERT INTO accuracy VALUES('fig4-seed7-8aaefa4d4d47',0,0,0.95650118203309697495);
INSERT INTO accuracy VALUES('fig4-seed7-8aaefa4d4d47',1,0,0.94089834515366432832);
INSERT INTO accuracy VALUES('fig4-seed7-8aaefa4d4d47',1,1,0.77277179236043092025);
INSERT INTO accuracy VALUES('table1-seed0-db86d988d01f',0,0,0.97210401891252951056);
INSERT INTO accuracy VALUES('table1-seed0-db86d988d01f',1,0,0.95886524822695040626);
INSERT INTO accuracy VALUES('table1-seed0-db86d988d01f',1,1,0.72477962781586680041);
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
INSERT INTO training_metric VALUES('fig4-seed6-8c4265b16dc9',0,1,'accuracy',0.625);
INSERT INTO training_metric VALUES('fig4-seed6-8c4265b16dc9',0,1,'gradient_norm',2.3738181424170279321);
INSERT INTO training_metric VALUES('fig4-seed6-8c4265b16dc9',0,1,'learning_rate',0.0010000000000000000208);
INSERT INTO training_metric VALUES('fig4-seed6-8c4265b16dc9',0,1,'loss',0.67294222116470336914);
INSERT INTO training_metric VALUES('fig4-seed6-8c4265b16dc9',0,1,'regularizer',0.0);
INSERT INTO training_metric VALUES('fig4-seed6-8c4265b16dc9',0,3,'accuracy',1.0);
INSERT INTO training_metric VALUES('fig4-seed6-8c4265b16dc9',0,3,'gradient_norm',3.3099715746922391268);
INSERT INTO training_metric VALUES('fig4-seed6-8c4265b16dc9',0,3,'learning_rate',0.0010000000000000000208);
INSERT INTO training_metric VALUES('fig4-seed6-8c4265b16dc9',0,3,'loss',0.46515867114067077636);
INSERT INTO training_metric VALUES('fig4-seed6-8c4265b16dc9',0,3,'regularizer',0.0);
INSERT INTO training_metric VALUES('fig4-seed6-8c4265b16dc9',1,1,'accuracy',0.5);
INSERT INTO training_metric VALUES('fig4-seed6-8c4265b16dc9',1,1,'gradient_norm',1.5120173494929818325);
INSERT INTO training_metric VALUES('fig4-seed6-8c4265b16dc9',1,1,'learning_rate',0.0010000000000000000208);
INSERT INTO training_metric VALUES('fig4-seed6-8c4265b16dc9',1,1,'loss',0.7056744694709777832);
INSERT INTO training_metric VALUES('fig4-seed6-8c4265b16dc9',1,1,'regularizer',0.0038010298740118741989);
INSERT INTO training_metric VALUES('fig4-seed6-8c4265b16dc9',1,3,'accuracy',0.8125);
INSERT INTO training_metric VALUES('fig4-seed6-8c4265b16dc9',1,3,'gradient_norm',1.3623633024188892548);
INSERT INTO training_metric VALUES('fig4-seed6-8c4265b16dc9',1,3,'learning_rate',0.0010000000000000000208);
INSERT INTO training_metric VALUES('fig4-seed6-8c4265b16dc9',1,3,'loss',0.59159982204437255859);
INSERT INTO training_metric VALUES('fig4-seed6-8c4265b16dc9',1,3,'regularizer',0.015541827306151390075);
INSERT INTO training_metric VALUES('fig4-seed7-8aaefa4d4d47',0,1,'accuracy',0.59375);
INSERT INTO training_metric VALUES('fig4-seed7-8aaefa4d4d47',0,1,'gradient_norm',2.8458285124159337087);
INSERT INTO training_metric VALUES('fig4-seed7-8aaefa4d4d47',0,1,'learning_rate',0.0010000000000000000208);
INSERT INTO training_metric VALUES('fig4-seed7-8aaefa4d4d47',0,1,'loss',0.70219856500625610351);
INSERT INTO training_metric VALUES('fig4-seed7-8aaefa4d4d47',0,1,'regularizer',0.0);
INSERT INTO training_metric VALUES('fig4-seed7-8aaefa4d4d47',0,2,'accuracy',0.875);
INSERT INTO training_metric VALUES('fig4-seed7-8aaefa4d4d47',0,2,'gradient_norm',2.7407159416132960139);
INSERT INTO training_metric VALUES('fig4-seed7-8aaefa4d4d47',0,2,'learning_rate',0.0010000000000000000208);
INSERT INTO training_metric VALUES('fig4-seed7-8aaefa4d4d47',0,2,'loss',0.6011237502098083496);
INSERT INTO training_metric VALUES('fig4-seed7-8aaefa4d4d47',0,2,'regularizer',0.0);
INSERT INTO training_metric VALUES('fig4-seed7-8aaefa4d4d47',0,3,'accuracy',0.96875);
INSERT INTO training_metric VALUES('fig4-seed7-8aaefa4d4d47',0,3,'gradient_norm',3.0090784148005109699);
INSERT INTO training_metric VALUES('fig4-seed7-8aaefa4d4d47',0,3,'learning_rate',0.0010000000000000000208);
INSERT INTO training_metric VALUES('fig4-seed7-8aaefa4d4d47',0,3,'loss',0.46605530381202697753);
INSERT INTO training_metric VALUES('fig4-seed7-8aaefa4d4d47',0,3,'regularizer',0.0);
INSERT INTO training_metric VALUES('fig4-seed7-8aaefa4d4d47',1,1,'accuracy',0.34375);
INSERT INTO training_metric VALUES('fig4-seed7-8aaefa4d4d47',1,1,'gradient_norm',2.3440239642201858849);
INSERT INTO training_metric VALUES('fig4-seed7-8aaefa4d4d47',1,1,'learning_rate',0.0010000000000000000208);
INSERT INTO training_metric VALUES('fig4-seed7-8aaefa4d4d47',1,1,'loss',0.76098233461380004882);
INSERT INTO training_metric VALUES('fig4-seed7-8aaefa4d4d47',1,1,'regularizer',0.0053988210856914520263);
INSERT INTO training_metric VALUES('fig4-seed7-8aaefa4d4d47',1,2,'accuracy',0.6875);
INSERT INTO training_metric VALUES('fig4-seed7-8aaefa4d4d47',1,2,'gradient_norm',2.0947261234740199853);
INSERT INTO training_metric VALUES('fig4-seed7-8aaefa4d4d47',1,2,'learning_rate',0.0010000000000000000208);
INSERT INTO training_metric VALUES('fig4-seed7-8aaefa4d4d47',1,2,'loss',0.62983900308609008789);
INSERT INTO training_metric VALUES('fig4-seed7-8aaefa4d4d47',1,2,'regularizer',0.013025347143411636352);
INSERT INTO training_metric VALUES('fig4-seed7-8aaefa4d4d47',1,3,'accuracy',0.75);
INSERT INTO training_metric VALUES('fig4-seed7-8aaefa4d4d47',1,3,'gradient_norm',1.855254094692111888);
INSERT INTO training_metric VALUES('fig4-seed7-8aaefa4d4d47',1,3,'learning_rate',0.0010000000000000000208);
INSERT INTO training_metric VALUES('fig4-seed7-8aaefa4d4d47',1,3,'loss',0.58546721935272216796);
INSERT INTO training_metric VALUES('fig4-seed7-8aaefa4d4d47',1,3,'regularizer',0.022034015506505966186);
INSERT INTO training_metric VALUES('table1-seed0-db86d988d01f',0,1,'accuracy',0.5859375);
INSERT INTO training_metric VALUES('table1-seed0-db86d988d01f',0,1,'gradient_norm',1.5142942073368905742);
INSERT INTO training_metric VALUES('table1-seed0-db86d988d01f',0,1,'learning_rate',0.0020000000000000000416);
INSERT INTO training_metric VALUES('table1-seed0-db86d988d01f',0,1,'loss',0.68750709295272827148);
INSERT INTO training_metric VALUES('table1-seed0-db86d988d01f',0,1,'regularizer',0.0);
INSERT INTO training_metric VALUES('table1-seed0-db86d988d01f',0,3,'accuracy',0.8984375);
INSERT INTO training_metric VALUES('table1-seed0-db86d988d01f',0,3,'gradient_norm',1.2760666409084202577);
INSERT INTO training_metric VALUES('table1-seed0-db86d988d01f',0,3,'learning_rate',0.0020000000000000000416);
INSERT INTO training_metric VALUES('table1-seed0-db86d988d01f',0,3,'loss',0.55040287971496582031);
INSERT INTO training_metric VALUES('table1-seed0-db86d988d01f',0,3,'regularizer',0.0);
INSERT INTO training_metric VALUES('table1-seed0-db86d988d01f',1,1,'accuracy',0.4453125);
INSERT INTO training_metric VALUES('table1-seed0-db86d988d01f',1,1,'gradient_norm',1.44045065168152564);
INSERT INTO training_metric VALUES('table1-seed0-db86d988d01f',1,1,'learning_rate',0.0020000000000000000416);
INSERT INTO training_metric VALUES('table1-seed0-db86d988d01f',1,1,'loss',0.76647317409515380859);
INSERT INTO training_metric VALUES('table1-seed0-db86d988d01f',1,1,'regularizer',0.0);
INSERT INTO training_metric VALUES('table1-seed0-db86d988d01f',1,3,'accuracy',0.625);
INSERT INTO training_metric VALUES('table1-seed0-db86d988d01f',1,3,'gradient_norm',0.70267458761179735216);
INSERT INTO training_metric VALUES('table1-seed0-db86d988d01f',1,3,'learning_rate',0.0020000000000000000416);
INSERT INTO training_metric VALUES('table1-seed0-db86d988d01f',1,3,'loss',0.66245579719543457031);
INSERT INTO training_metric VALUES('table1-seed0-db86d988d01f',1,3,'regularizer',0.0);
CREATE TABLE embedding_accuracy (
  -- Test accuracy on a task (from 0) with the weights that the embedding (x, y) generates.
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  task INTEGER NOT NULL CHECK (task >= 0),
  x REAL NOT NULL,
  y REAL NOT NULL,
  accuracy REAL NOT NULL CHECK (accuracy BETWEEN 0 AND 1), -- fraction
  PRIMARY KEY (run_id, task, x, y)
) STRICT, WITHOUT ROWID;
INSERT INTO embedding_accuracy VALUES('fig4-seed6-8c4265b16dc9',0,-0.501761704683303833,-1.6144115626811981201,0.98581560283687941215);
INSERT INTO embedding_accuracy VALUES('fig4-seed6-8c4265b16dc9',0,-0.501761704683303833,-0.11441156268119812011,0.98676122931442078467);
INSERT INTO embedding_accuracy VALUES('fig4-seed6-8c4265b16dc9',0,0.99823829531669616699,-1.6144115626811981201,0.98534278959810872589);
INSERT INTO embedding_accuracy VALUES('fig4-seed6-8c4265b16dc9',0,0.99823829531669616699,-0.11441156268119812011,0.98676122931442078467);
INSERT INTO embedding_accuracy VALUES('fig4-seed6-8c4265b16dc9',1,-0.501761704683303833,-1.6144115626811981201,0.86238981390793334469);
INSERT INTO embedding_accuracy VALUES('fig4-seed6-8c4265b16dc9',1,-0.501761704683303833,-0.11441156268119812011,0.87757100881488736554);
INSERT INTO embedding_accuracy VALUES('fig4-seed6-8c4265b16dc9',1,0.99823829531669616699,-1.6144115626811981201,0.86973555337904018269);
INSERT INTO embedding_accuracy VALUES('fig4-seed6-8c4265b16dc9',1,0.99823829531669616699,-0.11441156268119812011,0.88099902056807055661);
CREATE TABLE task_embedding (
  -- The learned task embeddings, one row per component; tasks and dimensions from 0.
  run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  task INTEGER NOT NULL CHECK (task >= 0),
  dimension INTEGER NOT NULL CHECK (dimension >= 0),
  value REAL NOT NULL,
  PRIMARY KEY (run_id, task, dimension)
) STRICT, WITHOUT ROWID;
INSERT INTO task_embedding VALUES('fig4-seed6-8c4265b16dc9',0,0,-0.074454426765441894531);
INSERT INTO task_embedding VALUES('fig4-seed6-8c4265b16dc9',0,1,-0.6781647801399230957);
INSERT INTO task_embedding VALUES('fig4-seed6-8c4265b16dc9',1,0,0.57093101739883422851);
INSERT INTO task_embedding VALUES('fig4-seed6-8c4265b16dc9',1,1,-1.0506583452224731445);
INSERT INTO task_embedding VALUES('fig4-seed7-8aaefa4d4d47',0,0,-0.21651685237884521484);
INSERT INTO task_embedding VALUES('fig4-seed7-8aaefa4d4d47',0,1,0.066334702074527740478);
INSERT INTO task_embedding VALUES('fig4-seed7-8aaefa4d4d47',1,0,0.52637583017349243164);
INSERT INTO task_embedding VALUES('fig4-seed7-8aaefa4d4d47',1,1,-0.54941606521606445312);
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
INSERT INTO stage_result VALUES('0083f9b56633fb2943d0433bb0d66814521921f6d6acc200f48cb2beb0b56fe7','fetch-dataset',1,replace('{\n"configuration.content": "0f6e3a73e4353b77839bc312bb25bd26a2c944acb8bfcb12506c7c48622eec32",\n"configuration.name": "mnist",\n"inputs": "array of 0",\n"schema": 1,\n"stage": "fetch-dataset",\n"version": 1\n}','\n',char(10)),'0f6e3a73e4353b77839bc312bb25bd26a2c944acb8bfcb12506c7c48622eec32',NULL,'host','2026-11-30T02:54:38.474Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('02abc0b3b49406b19531cdde05b5e6f03efcc722d9b4d31c983624030a80e5dd','initialize-learner',2,replace('{\n"configuration.dataset": "mnist",\n"configuration.hypernetwork.activation": "relu",\n"configuration.hypernetwork.chunkEmbeddingSize": 96,\n"configuration.hypernetwork.chunkSize": 2000,\n"configuration.hypernetwork.embeddingSize": 2,\n"configuration.hypernetwork.hidden": "array of 2",\n"configuration.hypernetwork.hidden[0]": 10,\n"configuration.hypernetwork.hidden[1]": 10,\n"configuration.hypernetwork.targetCount": 15910,\n"configuration.initialization.xavier": "{}",\n"configuration.network.activation": "relu",\n"configuration.network.dropout": 0.0,\n"configuration.network.layers": "array of 3",\n"configuration.network.layers[0]": 784,\n"configuration.network.layers[1]": 20,\n"configuration.network.layers[2]": 10,\n"configuration.scenario": "CL1",\n"configuration.seed": 6,\n"inputs": "array of 0",\n"numericClass": "x86_64 Haswell fma",\n"schema": 1,\n"stage": "initialize-learner",\n"version": 2\n}','\n',char(10)),'98d46591697c476783311b2e09801c9fc88c6a765b6001bff911a7625e0a83b0','x86_64 Haswell fma','host','2026-11-30T02:54:39.153Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('035bd8039c47f56289a8cdba87ab23a73f5023239c3b45bef1e0d313e333bbc9','train-task',2,replace('{\n"configuration.sequence.kind.split.groups": "array of 1",\n"configuration.sequence.kind.split.groups[0]": "array of 2",\n"configuration.sequence.kind.split.groups[0][0]": 0,\n"configuration.sequence.kind.split.groups[0][1]": 1,\n"configuration.sequence.scenario": "CL1",\n"configuration.training.batch": 32,\n"configuration.training.embeddingStart": "random",\n"configuration.training.logInterval": 50,\n"configuration.training.optimizer.algorithm.adam.beta1": 0.9,\n"configuration.training.optimizer.algorithm.adam.beta2": 0.999,\n"configuration.training.optimizer.algorithm.adam.epsilon": 1e-08,\n"configuration.training.optimizer.clipping.none": "{}",\n"configuration.training.optimizer.learningRate": 0.001,\n"configuration.training.optimizer.schedule.constant": "{}",\n"configuration.training.optimizer.weightDecay": 0.0,\n"configuration.training.regularizer.damping": 0.1,\n"configuration.training.regularizer.fisherWeighted": false,\n"configuration.training.regularizer.importanceDecay": 1.0,\n"configuration.training.regularizer.importanceSamples": 500,\n"configuration.training.regularizer.lookahead": "optimizer",\n"configuration.training.regularizer.method": "output",\n"configuration.training.regularizer.ownHeadOnly": false,\n"configuration.training.regularizer.preservesValue": false,\n"configuration.training.regularizer.strength": 0.0,\n"configuration.training.regularizer.tasksPerStep": 0,\n"configuration.training.steps": 3,\n"inputs": "array of 2",\n"inputs[0]": "98d46591697c476783311b2e09801c9fc88c6a765b6001bff911a7625e0a83b0",\n"inputs[1]": "0f6e3a73e4353b77839bc312bb25bd26a2c944acb8bfcb12506c7c48622eec32",\n"numericClass": "x86_64 Haswell fma",\n"schema": 1,\n"stage": "train-task",\n"version": 2\n}','\n',char(10)),'01ba904b7da5625c4374ed792515d4d2e6b804e3f5ab829ef9a002073df5cc42','x86_64 Haswell fma','host','2026-11-30T02:54:39.195Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('0dfbbcdaa7c4c61830cc6c67a3a73380b3341f1ec03abba3932b9f9d2d3831c4','train-task',2,replace('{\n"configuration.sequence.kind.split.groups": "array of 1",\n"configuration.sequence.kind.split.groups[0]": "array of 2",\n"configuration.sequence.kind.split.groups[0][0]": 0,\n"configuration.sequence.kind.split.groups[0][1]": 1,\n"configuration.sequence.scenario": "CL1",\n"configuration.training.batch": 32,\n"configuration.training.embeddingStart": "random",\n"configuration.training.logInterval": 2,\n"configuration.training.optimizer.algorithm.adam.beta1": 0.9,\n"configuration.training.optimizer.algorithm.adam.beta2": 0.999,\n"configuration.training.optimizer.algorithm.adam.epsilon": 1e-08,\n"configuration.training.optimizer.clipping.none": "{}",\n"configuration.training.optimizer.learningRate": 0.001,\n"configuration.training.optimizer.schedule.constant": "{}",\n"configuration.training.optimizer.weightDecay": 0.0,\n"configuration.training.regularizer.damping": 0.1,\n"configuration.training.regularizer.fisherWeighted": false,\n"configuration.training.regularizer.importanceDecay": 1.0,\n"configuration.training.regularizer.importanceSamples": 500,\n"configuration.training.regularizer.lookahead": "optimizer",\n"configuration.training.regularizer.method": "output",\n"configuration.training.regularizer.ownHeadOnly": false,\n"configuration.training.regularizer.preservesValue": false,\n"configuration.training.regularizer.strength": 0.0,\n"configuration.training.regularizer.tasksPerStep": 0,\n"configuration.training.steps": 3,\n"inputs": "array of 2",\n"inputs[0]": "795e8426c48038c77885c6d18606b118333bbddd6a79cf6cd82c9a998a001326",\n"inputs[1]": "0f6e3a73e4353b77839bc312bb25bd26a2c944acb8bfcb12506c7c48622eec32",\n"numericClass": "x86_64 Haswell fma",\n"schema": 1,\n"stage": "train-task",\n"version": 2\n}','\n',char(10)),'28e4f08aab293c1ad5ace4a4488dd0e96a3ca659da98de96f8593881568a691e','x86_64 Haswell fma','host','2026-11-30T02:54:39.809Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('2aab0c2576cdf0a5cf778fcbf747b6b299a825ce5398702014b9fd1d31f4f72f','evaluate-tasks',3,replace('{\n"configuration": "{}",\n"inputs": "array of 1",\n"inputs[0]": "5a90c7019c3b0dcd8044d33c4728712dc947852312026a4d67e72933f04fa3d4",\n"schema": 1,\n"stage": "evaluate-tasks",\n"version": 3\n}','\n',char(10)),'7ae3ae905b18105a0e9d63f345234d0119b240f3b6552f6712011743833f52df',NULL,'host','2026-11-30T02:54:40.134Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('3863e1f263f228b58cf8394421f6e99fbe95fd05f9f58e1ed71ce1c46f918f0a','initialize-classifier',1,replace('{\n"configuration.dataset": "mnist",\n"configuration.network.activation": "relu",\n"configuration.network.dropout": 0.0,\n"configuration.network.layers": "array of 3",\n"configuration.network.layers[0]": 784,\n"configuration.network.layers[1]": 10,\n"configuration.network.layers[2]": 10,\n"configuration.scenario": "CL1",\n"configuration.seed": 0,\n"inputs": "array of 0",\n"numericClass": "x86_64 Haswell fma",\n"schema": 1,\n"stage": "initialize-classifier",\n"version": 1\n}','\n',char(10)),'bd578c91cab36a1376f5b1d0949f34e1283414f1efb0a732996af6040559bb0b','x86_64 Haswell fma','host','2026-11-30T02:54:40.271Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('43bfde05ec75a30b71682c8ff8a402161bd7179bb4d559f29e3225e7a6b07138','evaluate-tasks',3,replace('{\n"configuration": "{}",\n"inputs": "array of 1",\n"inputs[0]": "248f3d1b334e494dec936697e891c6e08a6c4fbfcba00cf8787b9d96f30c6418",\n"schema": 1,\n"stage": "evaluate-tasks",\n"version": 3\n}','\n',char(10)),'b6713ec0e8f9be81906b8c9aa17ae415a62f532c6787b9f1ce6293f528991600',NULL,'host','2026-11-30T02:54:39.410Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('60917a4d3167fc4028e97cf772ea46dfc724491c5909a877c3871f2d55cfb68f','train-task',2,replace('{\n"configuration.sequence.kind.split.groups": "array of 2",\n"configuration.sequence.kind.split.groups[0]": "array of 2",\n"configuration.sequence.kind.split.groups[0][0]": 0,\n"configuration.sequence.kind.split.groups[0][1]": 1,\n"configuration.sequence.kind.split.groups[1]": "array of 2",\n"configuration.sequence.kind.split.groups[1][0]": 2,\n"configuration.sequence.kind.split.groups[1][1]": 3,\n"configuration.sequence.scenario": "CL1",\n"configuration.training.batch": 32,\n"configuration.training.embeddingStart": "random",\n"configuration.training.logInterval": 2,\n"configuration.training.optimizer.algorithm.adam.beta1": 0.9,\n"configuration.training.optimizer.algorithm.adam.beta2": 0.999,\n"configuration.training.optimizer.algorithm.adam.epsilon": 1e-08,\n"configuration.training.optimizer.clipping.none": "{}",\n"configuration.training.optimizer.learningRate": 0.001,\n"configuration.training.optimizer.schedule.constant": "{}",\n"configuration.training.optimizer.weightDecay": 0.0,\n"configuration.training.regularizer.damping": 0.1,\n"configuration.training.regularizer.fisherWeighted": false,\n"configuration.training.regularizer.importanceDecay": 1.0,\n"configuration.training.regularizer.importanceSamples": 500,\n"configuration.training.regularizer.lookahead": "optimizer",\n"configuration.training.regularizer.method": "output",\n"configuration.training.regularizer.ownHeadOnly": false,\n"configuration.training.regularizer.preservesValue": false,\n"configuration.training.regularizer.strength": 0.01,\n"configuration.training.regularizer.tasksPerStep": 0,\n"configuration.training.steps": 3,\n"inputs": "array of 2",\n"inputs[0]": "28e4f08aab293c1ad5ace4a4488dd0e96a3ca659da98de96f8593881568a691e",\n"inputs[1]": "0f6e3a73e4353b77839bc312bb25bd26a2c944acb8bfcb12506c7c48622eec32",\n"numericClass": "x86_64 Haswell fma",\n"schema": 1,\n"stage": "train-task",\n"version": 2\n}','\n',char(10)),'5a90c7019c3b0dcd8044d33c4728712dc947852312026a4d67e72933f04fa3d4','x86_64 Haswell fma','host','2026-11-30T02:54:40.034Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('67bd2e1aae49a640706b944f553f5e09ceb009830494051d4528e591cd4922de','initialize-learner',2,replace('{\n"configuration.dataset": "mnist",\n"configuration.hypernetwork.activation": "relu",\n"configuration.hypernetwork.chunkEmbeddingSize": 96,\n"configuration.hypernetwork.chunkSize": 2000,\n"configuration.hypernetwork.embeddingSize": 2,\n"configuration.hypernetwork.hidden": "array of 2",\n"configuration.hypernetwork.hidden[0]": 10,\n"configuration.hypernetwork.hidden[1]": 10,\n"configuration.hypernetwork.targetCount": 15910,\n"configuration.initialization.xavier": "{}",\n"configuration.network.activation": "relu",\n"configuration.network.dropout": 0.0,\n"configuration.network.layers": "array of 3",\n"configuration.network.layers[0]": 784,\n"configuration.network.layers[1]": 20,\n"configuration.network.layers[2]": 10,\n"configuration.scenario": "CL1",\n"configuration.seed": 7,\n"inputs": "array of 0",\n"numericClass": "x86_64 Haswell fma",\n"schema": 1,\n"stage": "initialize-learner",\n"version": 2\n}','\n',char(10)),'795e8426c48038c77885c6d18606b118333bbddd6a79cf6cd82c9a998a001326','x86_64 Haswell fma','host','2026-11-30T02:54:39.770Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('796e51798206bfb606d34e1fbec876a4f43fc613745e7dd1fd422f6e5eb998ac','scan-embeddings',2,replace('{\n"configuration.margin": 0.25,\n"configuration.points": 2,\n"configuration.sequence.kind.split.groups": "array of 2",\n"configuration.sequence.kind.split.groups[0]": "array of 2",\n"configuration.sequence.kind.split.groups[0][0]": 0,\n"configuration.sequence.kind.split.groups[0][1]": 1,\n"configuration.sequence.kind.split.groups[1]": "array of 2",\n"configuration.sequence.kind.split.groups[1][0]": 2,\n"configuration.sequence.kind.split.groups[1][1]": 3,\n"configuration.sequence.scenario": "CL1",\n"configuration.tasks": "array of 2",\n"configuration.tasks[0]": 0,\n"configuration.tasks[1]": 1,\n"inputs": "array of 2",\n"inputs[0]": "248f3d1b334e494dec936697e891c6e08a6c4fbfcba00cf8787b9d96f30c6418",\n"inputs[1]": "0f6e3a73e4353b77839bc312bb25bd26a2c944acb8bfcb12506c7c48622eec32",\n"numericClass": "x86_64 Haswell fma",\n"schema": 1,\n"stage": "scan-embeddings",\n"version": 2\n}','\n',char(10)),'a3efb1ca22d44155ef46dbce4a65235909042b46325162be7dbc43d13534b1c9','x86_64 Haswell fma','host','2026-11-30T02:54:39.449Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('7d2ecf921f528d3d416306d32c2f47d3f9886714006b5816a28ac8308f904447','train-task',2,replace('{\n"configuration.sequence.kind.split.groups": "array of 2",\n"configuration.sequence.kind.split.groups[0]": "array of 2",\n"configuration.sequence.kind.split.groups[0][0]": 0,\n"configuration.sequence.kind.split.groups[0][1]": 1,\n"configuration.sequence.kind.split.groups[1]": "array of 2",\n"configuration.sequence.kind.split.groups[1][0]": 2,\n"configuration.sequence.kind.split.groups[1][1]": 3,\n"configuration.sequence.scenario": "CL1",\n"configuration.training.batch": 32,\n"configuration.training.embeddingStart": "random",\n"configuration.training.logInterval": 50,\n"configuration.training.optimizer.algorithm.adam.beta1": 0.9,\n"configuration.training.optimizer.algorithm.adam.beta2": 0.999,\n"configuration.training.optimizer.algorithm.adam.epsilon": 1e-08,\n"configuration.training.optimizer.clipping.none": "{}",\n"configuration.training.optimizer.learningRate": 0.001,\n"configuration.training.optimizer.schedule.constant": "{}",\n"configuration.training.optimizer.weightDecay": 0.0,\n"configuration.training.regularizer.damping": 0.1,\n"configuration.training.regularizer.fisherWeighted": false,\n"configuration.training.regularizer.importanceDecay": 1.0,\n"configuration.training.regularizer.importanceSamples": 500,\n"configuration.training.regularizer.lookahead": "optimizer",\n"configuration.training.regularizer.method": "output",\n"configuration.training.regularizer.ownHeadOnly": false,\n"configuration.training.regularizer.preservesValue": false,\n"configuration.training.regularizer.strength": 0.01,\n"configuration.training.regularizer.tasksPerStep": 0,\n"configuration.training.steps": 3,\n"inputs": "array of 2",\n"inputs[0]": "01ba904b7da5625c4374ed792515d4d2e6b804e3f5ab829ef9a002073df5cc42",\n"inputs[1]": "0f6e3a73e4353b77839bc312bb25bd26a2c944acb8bfcb12506c7c48622eec32",\n"numericClass": "x86_64 Haswell fma",\n"schema": 1,\n"stage": "train-task",\n"version": 2\n}','\n',char(10)),'248f3d1b334e494dec936697e891c6e08a6c4fbfcba00cf8787b9d96f30c6418','x86_64 Haswell fma','host','2026-11-30T02:54:39.318Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('ac947955f955d9feac047fdc1ef919caf6fa7c8546df56806fbcd501a10c4aed','train-classifier',1,replace('{\n"configuration.method": "{}",\n"configuration.name": "fine-tuning",\n"configuration.sequence.kind.split.groups": "array of 1",\n"configuration.sequence.kind.split.groups[0]": "array of 2",\n"configuration.sequence.kind.split.groups[0][0]": 0,\n"configuration.sequence.kind.split.groups[0][1]": 1,\n"configuration.sequence.scenario": "CL1",\n"configuration.target": "classes",\n"configuration.training.batch": 128,\n"configuration.training.logInterval": 25,\n"configuration.training.optimizer.algorithm.adam.beta1": 0.9,\n"configuration.training.optimizer.algorithm.adam.beta2": 0.999,\n"configuration.training.optimizer.algorithm.adam.epsilon": 1e-08,\n"configuration.training.optimizer.clipping.none": "{}",\n"configuration.training.optimizer.learningRate": 0.002,\n"configuration.training.optimizer.schedule.constant": "{}",\n"configuration.training.optimizer.weightDecay": 0.0,\n"configuration.training.steps": 3,\n"inputs": "array of 2",\n"inputs[0]": "bd578c91cab36a1376f5b1d0949f34e1283414f1efb0a732996af6040559bb0b",\n"inputs[1]": "0f6e3a73e4353b77839bc312bb25bd26a2c944acb8bfcb12506c7c48622eec32",\n"numericClass": "x86_64 Haswell fma",\n"schema": 1,\n"stage": "train-classifier",\n"version": 1\n}','\n',char(10)),'9b73a5446fa097f52b5bc25fe9f9688404e0f394061fa1d08358746e5d4f8469','x86_64 Haswell fma','host','2026-11-30T02:54:40.283Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('e4737d9212a7d731117adc85cc312209121b2f384bed7c761d9c8a4f7d67bbe2','evaluate-tasks',3,replace('{\n"configuration": "{}",\n"inputs": "array of 1",\n"inputs[0]": "7b574c767c9e390f5395386a6dda65c26f67134a938e7d4d6a8c3bb5bee9e182",\n"schema": 1,\n"stage": "evaluate-tasks",\n"version": 3\n}','\n',char(10)),'68dd4ba5c3f6f62b5b6efe552259911e6a933740837144cf85c22e8864e190d8',NULL,'host','2026-11-30T02:54:40.602Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
INSERT INTO stage_result VALUES('f413d3373eaf026b955882f55c4c09ff6e01d19c222967a8cb350257f8e1bfe1','train-classifier',1,replace('{\n"configuration.method": "{}",\n"configuration.name": "fine-tuning",\n"configuration.sequence.kind.split.groups": "array of 2",\n"configuration.sequence.kind.split.groups[0]": "array of 2",\n"configuration.sequence.kind.split.groups[0][0]": 0,\n"configuration.sequence.kind.split.groups[0][1]": 1,\n"configuration.sequence.kind.split.groups[1]": "array of 2",\n"configuration.sequence.kind.split.groups[1][0]": 2,\n"configuration.sequence.kind.split.groups[1][1]": 3,\n"configuration.sequence.scenario": "CL1",\n"configuration.target": "classes",\n"configuration.training.batch": 128,\n"configuration.training.logInterval": 25,\n"configuration.training.optimizer.algorithm.adam.beta1": 0.9,\n"configuration.training.optimizer.algorithm.adam.beta2": 0.999,\n"configuration.training.optimizer.algorithm.adam.epsilon": 1e-08,\n"configuration.training.optimizer.clipping.none": "{}",\n"configuration.training.optimizer.learningRate": 0.002,\n"configuration.training.optimizer.schedule.constant": "{}",\n"configuration.training.optimizer.weightDecay": 0.0,\n"configuration.training.steps": 3,\n"inputs": "array of 2",\n"inputs[0]": "9b73a5446fa097f52b5bc25fe9f9688404e0f394061fa1d08358746e5d4f8469",\n"inputs[1]": "0f6e3a73e4353b77839bc312bb25bd26a2c944acb8bfcb12506c7c48622eec32",\n"numericClass": "x86_64 Haswell fma",\n"schema": 1,\n"stage": "train-classifier",\n"version": 1\n}','\n',char(10)),'7b574c767c9e390f5395386a6dda65c26f67134a938e7d4d6a8c3bb5bee9e182','x86_64 Haswell fma','host','2026-11-30T02:54:40.506Z','0.1.0',NULL,NULL,'{"hdf5":"1.10.8","openblas":"0.3.21"}');
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
INSERT INTO measurement_source VALUES('fig4-seed6-8c4265b16dc9','accuracy',0,'train/task-01','checkpoint.h5');
INSERT INTO measurement_source VALUES('fig4-seed6-8c4265b16dc9','accuracy',1,'train/task-02','checkpoint.h5');
INSERT INTO measurement_source VALUES('fig4-seed6-8c4265b16dc9','embedding_accuracy',0,'scan','embedding-scan.json');
INSERT INTO measurement_source VALUES('fig4-seed6-8c4265b16dc9','embedding_accuracy',1,'scan','embedding-scan.json');
INSERT INTO measurement_source VALUES('fig4-seed6-8c4265b16dc9','run_cost',1,'evaluate','evaluation.json');
INSERT INTO measurement_source VALUES('fig4-seed6-8c4265b16dc9','task_embedding',0,'train/task-02','checkpoint.h5');
INSERT INTO measurement_source VALUES('fig4-seed6-8c4265b16dc9','task_embedding',1,'train/task-02','checkpoint.h5');
INSERT INTO measurement_source VALUES('fig4-seed6-8c4265b16dc9','training_metric',0,'train/task-01','metrics.json');
INSERT INTO measurement_source VALUES('fig4-seed6-8c4265b16dc9','training_metric',1,'train/task-02','metrics.json');
INSERT INTO measurement_source VALUES('fig4-seed7-8aaefa4d4d47','accuracy',0,'train/task-01','checkpoint.h5');
INSERT INTO measurement_source VALUES('fig4-seed7-8aaefa4d4d47','accuracy',1,'train/task-02','checkpoint.h5');
INSERT INTO measurement_source VALUES('fig4-seed7-8aaefa4d4d47','run_cost',1,'evaluate','evaluation.json');
INSERT INTO measurement_source VALUES('fig4-seed7-8aaefa4d4d47','task_embedding',0,'train/task-02','checkpoint.h5');
INSERT INTO measurement_source VALUES('fig4-seed7-8aaefa4d4d47','task_embedding',1,'train/task-02','checkpoint.h5');
INSERT INTO measurement_source VALUES('fig4-seed7-8aaefa4d4d47','training_metric',0,'train/task-01','metrics.json');
INSERT INTO measurement_source VALUES('fig4-seed7-8aaefa4d4d47','training_metric',1,'train/task-02','metrics.json');
INSERT INTO measurement_source VALUES('table1-seed0-db86d988d01f','accuracy',0,'train/task-01','classifier.h5');
INSERT INTO measurement_source VALUES('table1-seed0-db86d988d01f','accuracy',1,'train/task-02','classifier.h5');
INSERT INTO measurement_source VALUES('table1-seed0-db86d988d01f','run_cost',1,'evaluate','evaluation.json');
INSERT INTO measurement_source VALUES('table1-seed0-db86d988d01f','training_metric',0,'train/task-01','metrics.json');
INSERT INTO measurement_source VALUES('table1-seed0-db86d988d01f','training_metric',1,'train/task-02','metrics.json');
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
INSERT INTO run_cost VALUES('fig4-seed6-8c4265b16dc9',23872,15910,0,95488);
INSERT INTO run_cost VALUES('fig4-seed7-8aaefa4d4d47',23872,15910,0,95488);
INSERT INTO run_cost VALUES('table1-seed0-db86d988d01f',7960,7960,0,31840);
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
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL1','hnet+r',97.870000000000004544,0.010000000000000000208,20,'HNET+R','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695','published, on split MNIST, with a replay hypernetwork of 10,10 units, and described with a teacher that in CL3 gives new classes probability 0; the cell has a larger one, and gives them logit 0 as the authors'' program does: ''engram experiments describe replay_hyper_hidden'' and ''new_classes''');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL1','hnet+tir',97.569999999999993175,0.020000000000000000416,20,'HNET+TIR','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL1','online-ewc',95.959999999999993748,0.059999999999999997779,20,'EWC','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734',NULL);
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL1','si',94.750000000000000003,0.14000000000000001332,20,'SI','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734',NULL);
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL2','dgr+distill',97.349999999999994315,0.020000000000000000416,20,'DGR','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the published column DGR is DGR+distill');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL2','ewc',94.420000000000001705,0.13000000000000000444,20,'EWC','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the published column is online EWC; it stands for EWC with an anchor for each task as well');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL2','hnet+ent',92.799999999999997161,0.14999999999999999444,20,'HNET+ENT','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL2','hnet+r',97.599999999999994312,0.010000000000000000208,20,'HNET+R','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695','published, on split MNIST, with a replay hypernetwork of 10,10 units, and described with a teacher that in CL3 gives new classes probability 0; the cell has a larger one, and gives them logit 0 as the authors'' program does: ''engram experiments describe replay_hyper_hidden'' and ''new_classes''');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL2','hnet+tir',97.579999999999998292,0.020000000000000000416,20,'HNET+TIR','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL2','online-ewc',94.420000000000001705,0.13000000000000000444,20,'EWC','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734',NULL);
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL2','si',95.329999999999998298,0.11000000000000000055,20,'SI','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734',NULL);
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL3','dgr+distill',96.379999999999995449,0.029999999999999998889,20,'DGR','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the published column DGR is DGR+distill');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL3','ewc',33.880000000000002557,0.48999999999999999111,20,'EWC','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the published column is online EWC; it stands for EWC with an anchor for each task as well');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL3','hnet+ent',91.750000000000000001,0.20999999999999999222,20,'HNET+ENT','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL3','hnet+r',97.760000000000005114,0.010000000000000000208,20,'HNET+R','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695','published, on split MNIST, with a replay hypernetwork of 10,10 units, and described with a teacher that in CL3 gives new classes probability 0; the cell has a larger one, and gives them logit 0 as the authors'' program does: ''engram experiments describe replay_hyper_hidden'' and ''new_classes''');
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL3','hnet+tir',97.59000000000000341,0.010000000000000000208,20,'HNET+TIR','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL3','online-ewc',33.880000000000002557,0.48999999999999999111,20,'EWC','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734',NULL);
INSERT INTO published_accuracy VALUES('permuted-mnist-10','CL3','si',29.309999999999998721,0.61999999999999999555,20,'SI','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734',NULL);
INSERT INTO published_accuracy VALUES('split-mnist','CL1','dgr+distill',99.609999999999999428,0.020000000000000000416,20,'DGR','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the published column DGR is DGR+distill');
INSERT INTO published_accuracy VALUES('split-mnist','CL1','ewc',99.120000000000004544,0.11000000000000000055,20,'EWC','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the published column is online EWC; it stands for EWC with an anchor for each task as well');
INSERT INTO published_accuracy VALUES('split-mnist','CL1','hnet',99.790000000000006249,0.010000000000000000208,20,'HNET+ENT','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695','with the task given, HNET+ENT and HNET+TIR are HNET: the value of both columns');
INSERT INTO published_accuracy VALUES('split-mnist','CL1','hnet+ent',99.790000000000006249,0.010000000000000000208,20,'HNET+ENT','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('split-mnist','CL1','hnet+r',99.829999999999998296,0.010000000000000000208,20,'HNET+R','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695','published, on split MNIST, with a replay hypernetwork of 10,10 units, and described with a teacher that in CL3 gives new classes probability 0; the cell has a larger one, and gives them logit 0 as the authors'' program does: ''engram experiments describe replay_hyper_hidden'' and ''new_classes''');
INSERT INTO published_accuracy VALUES('split-mnist','CL1','hnet+tir',99.790000000000006249,0.010000000000000000208,20,'HNET+TIR','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('split-mnist','CL1','online-ewc',99.120000000000004544,0.11000000000000000055,20,'EWC','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734',NULL);
INSERT INTO published_accuracy VALUES('split-mnist','CL1','si',99.090000000000003407,0.14999999999999999444,20,'SI','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734',NULL);
INSERT INTO published_accuracy VALUES('split-mnist','CL2','dgr+distill',96.829999999999998294,0.2000000000000000111,20,'DGR','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the published column DGR is DGR+distill');
INSERT INTO published_accuracy VALUES('split-mnist','CL2','ewc',64.319999999999993177,1.8999999999999999111,20,'EWC','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the published column is online EWC; it stands for EWC with an anchor for each task as well');
INSERT INTO published_accuracy VALUES('split-mnist','CL2','hnet+ent',87.010000000000005115,0.46999999999999997335,20,'HNET+ENT','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695','published, on split MNIST, with a hypernetwork of 10,10 ReLU units and learning rate 0.001; the cell has others, but not in the quick profile: ''engram experiments describe hyper_hidden'', ''hyper_activation'' and ''learning_rate''');
INSERT INTO published_accuracy VALUES('split-mnist','CL2','hnet+r',98.0,0.029999999999999998889,20,'HNET+R','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695','published, on split MNIST, with a replay hypernetwork of 10,10 units, and described with a teacher that in CL3 gives new classes probability 0; the cell has a larger one, and gives them logit 0 as the authors'' program does: ''engram experiments describe replay_hyper_hidden'' and ''new_classes''');
INSERT INTO published_accuracy VALUES('split-mnist','CL2','hnet+tir',94.430000000000006822,0.28000000000000002664,20,'HNET+TIR','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695',NULL);
INSERT INTO published_accuracy VALUES('split-mnist','CL2','online-ewc',64.319999999999993177,1.8999999999999999111,20,'EWC','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734',NULL);
INSERT INTO published_accuracy VALUES('split-mnist','CL2','si',65.35999999999999943,1.5700000000000000621,20,'SI','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734',NULL);
INSERT INTO published_accuracy VALUES('split-mnist','CL3','dgr+distill',91.790000000000006256,0.32000000000000000666,20,'DGR','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the published column DGR is DGR+distill');
INSERT INTO published_accuracy VALUES('split-mnist','CL3','ewc',19.960000000000000852,0.070000000000000006661,20,'EWC','van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020','https://arxiv.org/abs/1904.07734','the published column is online EWC; it stands for EWC with an anchor for each task as well');
INSERT INTO published_accuracy VALUES('split-mnist','CL3','hnet+ent',69.480000000000003979,0.8000000000000000444,20,'HNET+ENT','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695','published, on split MNIST, with a hypernetwork of 10,10 ReLU units and learning rate 0.001; the cell has others, but not in the quick profile: ''engram experiments describe hyper_hidden'', ''hyper_activation'' and ''learning_rate''');
INSERT INTO published_accuracy VALUES('split-mnist','CL3','hnet+r',95.299999999999997161,0.13000000000000000444,20,'HNET+R','von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020','https://arxiv.org/abs/1906.00695','published, on split MNIST, with a replay hypernetwork of 10,10 units, and described with a teacher that in CL3 gives new classes probability 0; the cell has a larger one, and gives them logit 0 as the authors'' program does: ''engram experiments describe replay_hyper_hidden'' and ''new_classes''');
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
          -- Accuracies on images held out for validation are not those of the table.
          AND NOT EXISTS (
            SELECT 1 FROM run_parameter v WHERE v.run_id = r.run_id AND v.key = 'validation'
          )
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
