-- CreateTable
CREATE TABLE "mlflow_experiment" (
    "project_id" UUID NOT NULL,
    "id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "tags" JSONB NOT NULL DEFAULT '{}',
    "created_at" BIGINT NOT NULL,
    "updated_at" BIGINT NOT NULL,
    "deleted_at" BIGINT,

    CONSTRAINT "mlflow_experiment_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "mlflow_run" (
    "project_id" UUID NOT NULL,
    "id" TEXT NOT NULL,
    "experiment_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "user_id" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL,
    "start_time" BIGINT NOT NULL,
    "end_time" BIGINT,
    "deleted_at" BIGINT,
    "params" JSONB NOT NULL DEFAULT '{}',
    "tags" JSONB NOT NULL DEFAULT '{}',
    "inputs" JSONB NOT NULL DEFAULT '{}',
    "outputs" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "mlflow_run_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "mlflow_metric" (
    "project_id" UUID NOT NULL,
    "run_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "step" BIGINT NOT NULL,
    "timestamp" BIGINT NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "mlflow_metric_pkey" PRIMARY KEY ("project_id","run_id","key","step","timestamp")
);

-- CreateTable
CREATE TABLE "mlflow_latest_metric" (
    "project_id" UUID NOT NULL,
    "run_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "step" BIGINT NOT NULL,
    "timestamp" BIGINT NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "mlflow_latest_metric_pkey" PRIMARY KEY ("project_id","run_id","key")
);

-- CreateTable
CREATE TABLE "mlflow_logged_model" (
    "project_id" UUID NOT NULL,
    "id" TEXT NOT NULL,
    "experiment_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "source_run_id" TEXT,
    "model_type" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL,
    "status_message" TEXT,
    "params" JSONB NOT NULL DEFAULT '{}',
    "tags" JSONB NOT NULL DEFAULT '{}',
    "created_at" BIGINT NOT NULL,
    "updated_at" BIGINT NOT NULL,
    "deleted_at" BIGINT,

    CONSTRAINT "mlflow_logged_model_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "mlflow_model_metric" (
    "project_id" UUID NOT NULL,
    "model_id" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "dataset_name" TEXT NOT NULL DEFAULT '',
    "dataset_digest" TEXT NOT NULL DEFAULT '',
    "step" BIGINT NOT NULL,
    "timestamp" BIGINT NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "mlflow_model_metric_pkey" PRIMARY KEY ("project_id","model_id","key","dataset_name","dataset_digest")
);

-- CreateTable
CREATE TABLE "mlflow_registered_model" (
    "project_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "tags" JSONB NOT NULL DEFAULT '{}',
    "aliases" JSONB NOT NULL DEFAULT '{}',
    "last_version" INTEGER NOT NULL DEFAULT 0,
    "created_at" BIGINT NOT NULL,
    "updated_at" BIGINT NOT NULL,

    CONSTRAINT "mlflow_registered_model_pkey" PRIMARY KEY ("project_id","name")
);

-- CreateTable
CREATE TABLE "mlflow_model_version" (
    "project_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "run_id" TEXT,
    "model_id" TEXT,
    "run_link" TEXT NOT NULL DEFAULT '',
    "description" TEXT NOT NULL DEFAULT '',
    "stage" TEXT NOT NULL DEFAULT 'None',
    "user_id" TEXT NOT NULL DEFAULT '',
    "tags" JSONB NOT NULL DEFAULT '{}',
    "created_at" BIGINT NOT NULL,
    "updated_at" BIGINT NOT NULL,
    "deleted_at" BIGINT,

    CONSTRAINT "mlflow_model_version_pkey" PRIMARY KEY ("project_id","name","version")
);

-- CreateTable
CREATE TABLE "mlflow_artefact" (
    "project_id" UUID NOT NULL,
    "path" TEXT NOT NULL,
    "blob" TEXT NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mlflow_artefact_pkey" PRIMARY KEY ("project_id","path")
);

-- CreateIndex
CREATE UNIQUE INDEX "mlflow_experiment_project_id_name_key" ON "mlflow_experiment"("project_id", "name");

-- CreateIndex
CREATE INDEX "mlflow_run_project_id_experiment_id_start_time_idx" ON "mlflow_run"("project_id", "experiment_id", "start_time" DESC);

-- CreateIndex
CREATE INDEX "mlflow_logged_model_project_id_experiment_id_created_at_idx" ON "mlflow_logged_model"("project_id", "experiment_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "mlflow_model_version_project_id_run_id_idx" ON "mlflow_model_version"("project_id", "run_id");

-- AddForeignKey
ALTER TABLE "mlflow_experiment" ADD CONSTRAINT "mlflow_experiment_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mlflow_run" ADD CONSTRAINT "mlflow_run_project_id_experiment_id_fkey" FOREIGN KEY ("project_id", "experiment_id") REFERENCES "mlflow_experiment"("project_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mlflow_metric" ADD CONSTRAINT "mlflow_metric_project_id_run_id_fkey" FOREIGN KEY ("project_id", "run_id") REFERENCES "mlflow_run"("project_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mlflow_latest_metric" ADD CONSTRAINT "mlflow_latest_metric_project_id_run_id_fkey" FOREIGN KEY ("project_id", "run_id") REFERENCES "mlflow_run"("project_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mlflow_logged_model" ADD CONSTRAINT "mlflow_logged_model_project_id_experiment_id_fkey" FOREIGN KEY ("project_id", "experiment_id") REFERENCES "mlflow_experiment"("project_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mlflow_model_metric" ADD CONSTRAINT "mlflow_model_metric_project_id_model_id_fkey" FOREIGN KEY ("project_id", "model_id") REFERENCES "mlflow_logged_model"("project_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mlflow_registered_model" ADD CONSTRAINT "mlflow_registered_model_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mlflow_model_version" ADD CONSTRAINT "mlflow_model_version_project_id_name_fkey" FOREIGN KEY ("project_id", "name") REFERENCES "mlflow_registered_model"("project_id", "name") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mlflow_artefact" ADD CONSTRAINT "mlflow_artefact_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
