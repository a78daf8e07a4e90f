import { loadDemo } from './demo.ts';
import { lighthouseRows } from './lighthouse.ts';
import { scriptRow } from './page-scripts.ts';
import { signIn } from './portal-session.ts';
import { withProduct } from './product.ts';
import type { Row, Suite } from './suite.ts';

/** The portal's pages in a browser, with the demo organization: what they load and how Lighthouse likes them. */
export const pagesSuite: Suite = {
  name: 'pages',
  run: (): Promise<Row[]> =>
    withProduct(async (product) => {
      const session = await signIn(product.portalUrl, await loadDemo(product));
      return [await scriptRow(session), ...(await lighthouseRows(session))];
    }),
};
