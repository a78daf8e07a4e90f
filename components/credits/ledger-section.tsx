import { Download } from 'lucide-react';
import { buttonStyle } from '#components/ui/button';
import { DenialNote } from '#components/ui/denial-note';
import type { EntryView } from '#lib/credits/list-entries';
import type { Page } from '#lib/cursor';
import type { Environment } from '#lib/db/generated/enums';
import type { Result } from '#lib/result';
import { Ledger } from './ledger.tsx';

/** The ledger under its heading, with the way to have all of it as a file. */
export function LedgerSection({
  entries,
  environment,
  canSeeRequests,
}: {
  entries: Result<Page<EntryView>>;
  environment: Environment;
  canSeeRequests: boolean;
}) {
  return (
    <section>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold">Ledger</h2>
        {/* A plain link: the router would fetch the file ahead of the click. */}
        <a href={`/${environment}/credits/ledger`} download className={buttonStyle({ size: 'sm' })}>
          <Download aria-hidden />
          Download all as CSV
        </a>
      </div>
      {entries.ok ? (
        <Ledger page={entries.data} environment={environment} canSeeRequests={canSeeRequests} />
      ) : (
        <DenialNote denial={entries.denial} />
      )}
    </section>
  );
}
