import type { Metadata } from 'next';
import { AlreadyRotated } from '#components/keys/already-rotated';
import { keyActions } from '#components/keys/key-actions';
import { findKey, loadKey } from '#components/keys/load-key';
import { NotAllowed } from '#components/keys/not-allowed';
import { RotateForm } from '#components/keys/rotate-form';
import { PageHeader } from '#components/ui/page-header';
import { clock } from '#lib/clock';
import { env } from '#lib/env';

export const metadata: Metadata = { title: 'Rotate key' };

export default async function RotateKeyPage({
  params,
}: {
  params: Promise<{ environment: string; keyId: string }>;
}) {
  const { key, session } = await loadKey(params);
  const successor = await findKey(key.rotatedToId);
  const keys = `/${key.environment}/keys`;
  if (!successor && !keyActions(key, session.role).rotate) {
    return <NotAllowed what="rotate this key" backHref={`${keys}/${key.id}`} />;
  }
  return (
    <>
      <PageHeader
        title={`Rotate ${key.name}`}
        description="A new key takes over. Give it to your services while the old one still works, then let the old one end."
        parents={[
          { label: 'API keys', href: keys },
          { label: key.name, href: `${keys}/${key.id}` },
        ]}
      />
      <RotateForm
        apiKey={key}
        baseUrl={env().gateUrl[key.environment]}
        now={clock.now()}
        already={successor && <AlreadyRotated successor={successor} role={session.role} />}
      />
    </>
  );
}
