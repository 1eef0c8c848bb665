/** @type {import("next").NextConfig} */
const config = {
  reactCompiler: true,
  typedRoutes: false,
  poweredByHeader: false,
  typescript: { ignoreBuildErrors: true }, // `npm test` checks the types; a start need not wait for that of the tests
  agentRules: false,
  compress: true,
  serverExternalPackages: [
    "pg",
    "@prisma/client",
    "@prisma/adapter-pg",
    "@node-rs/argon2",
    "pino",
    "nodemailer",
    "prom-client",
    "pdfkit",
    "fontkit",
  ],
  experimental: { serverActions: { bodySizeLimit: "1mb" } },
};

export default config;
