import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// Where a development page finds the API, and as whom: a token of a service account, for what needs no session.
const server = process.env.BLOTTER_URL ?? 'http://localhost:8080';
const token = process.env.BLOTTER_TOKEN;

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    // One file for what every visit needs: sixty small ones take twice as long to come.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'base', tags: ['$initial'] }] } } },
  },
  server: {
    proxy: {
      '/api': { target: server, headers: token ? { Authorization: `Bearer ${token}` } : {} },
    },
  },
  test: { environment: 'happy-dom', setupFiles: ['src/test-setup.ts'], include: ['src/**/*.test.{ts,tsx}'] },
});
