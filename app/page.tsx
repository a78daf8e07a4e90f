import { redirect } from 'next/navigation';
import { currentEnvironment } from '#components/shell/current-environment';
import { requireSession } from '#lib/auth/current-session';

export default async function Home() {
  await requireSession();
  redirect(`/${await currentEnvironment()}/overview`);
}
