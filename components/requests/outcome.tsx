import { Badge, type Tone } from '#components/ui/badge';
import { Mono } from '#components/ui/mono';
import type { RequestView } from '#lib/requests/row';

/** Success, refusal or a fault of ours. */
export function statusTone(status: number): Tone {
  return status < 400 ? 'ok' : status < 500 ? 'warn' : 'fail';
}

/** Status and code of a call, and the check that refused it. */
export function Outcome({
  request,
  brief = false,
}: {
  request: Pick<RequestView, 'status' | 'code' | 'check' | 'replayed'>;
  /** For lists: the code says enough without its check, and is small. */
  brief?: boolean;
}) {
  const { status, code, check, replayed } = request;
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <Badge tone={statusTone(status)}>{status}</Badge>
      {code && <Mono className={brief ? 'text-xs!' : 'text-sm!'}>{code}</Mono>}
      {check && !brief && <span className="text-muted text-sm">check: {check}</span>}
      {replayed && <span className="text-muted text-sm">replayed, free</span>}
    </span>
  );
}
