-- AlterTable
ALTER TABLE "outbox_event" ALTER COLUMN "project_id" DROP NOT NULL;
