-- AlterTable
ALTER TABLE "channel" ADD COLUMN     "message_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "delivery" ADD COLUMN     "message_id" UUID;
