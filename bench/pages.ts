import { loadDemo } from './demo.ts';
import { lighthouseRows } from './lighthouse.ts';
import { scriptRow } from './page-scripts.ts';
import { signIn } from './portal-session.ts';
import { productFolder } from './product.ts';
import type { Row, Suite } from './suite.ts';

/** The portal's pages in a browser, with the demo organization: what they load and how Lighthouse likes them. */
export const pagesSuite: Suite = {
  name: 'pages',
  async run(): Promise<Row[]> {
    const folder = await productFolder();
    try {
      const product = await folder.start();
      try {
        const session = await signIn(product.portalUrl, await loadDemo(product));
        return [await scriptRow(session), ...(await lighthouseRows(session))];
      } finally {
        await product.stop();
      }
    } finally {
      folder.remove();
    }
  },
};
