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
  // a read-only link is its own key: no page that it leads to learns it, nothing lists or keeps what it shows
  headers: async () => [
    {
      source: "/share/:path*",
      headers: [
        { key: "Referrer-Policy", value: "no-referrer" },
        { key: "X-Robots-Tag", value: "noindex, nofollow" },
        { key: "Cache-Control", value: "private, no-store" },
      ],
    },
  ],
  experimental: { serverActions: { bodySizeLimit: "1mb" } },
};

export default config;
