import { redirect } from 'next/navigation';
import { environmentFrom } from '#components/keys/load-key';

/** Channels stand on the page of alerts; this address comes of switching the environment on one of them. */
export default async function ChannelsPage({
  params,
}: {
  params: Promise<{ environment: string }>;
}) {
  redirect(`/${await environmentFrom(params)}/alerts`);
}
