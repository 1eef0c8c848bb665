import { defineConfig } from "vitest/config";

// An odd zone (+05:45), so that a date that forgets its zone shows.
process.env.TZ = "Asia/Kathmandu";

const PROGRAM = [
  "tests/integration/launch-start.test.ts",
  "tests/integration/launch-kill.test.ts",
  "tests/integration/example.test.ts",
];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          environment: "node",
          include: ["tests/unit/**/*.test.{ts,tsx}"],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "integration",
          environment: "node",
          include: ["tests/integration/**/*.test.ts"],
          exclude: PROGRAM,
          globalSetup: ["tests/support/postgres.ts"],
          setupFiles: ["tests/support/database.ts"],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: "program", // needs a build, and makes one where there is none
          environment: "node",
          include: PROGRAM,
          testTimeout: 60_000,
        },
      },
    ],
  },
});
