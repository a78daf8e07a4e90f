import { newId } from '#lib/ids';
import { log } from '#lib/log';
import { readBody } from '#lib/web/read-body';
import type { PaymentProvider } from './provider.ts';
import { settlePurchase } from './settle.ts';

/** Far more than an event of a checkout has; Next.js cuts bodies at twice as much. */
const MOST_BYTES = 128 * 1024;

/**
 * Takes a message of the provider's: 200 when it needs not come again, also when it was none of ours;
 * 400 when the provider did not sign it; 500 when it should be sent once more.
 */
export async function takeEvent(
  provider: PaymentProvider,
  body: ReadableStream<Uint8Array> | null,
  signature: string,
): Promise<{ readonly status: 200 | 400 | 413 | 500; readonly result: string }> {
  const requestId = newId('req');
  const text = await readBody(body, MOST_BYTES);
  if (text === null) return { status: 413, result: 'too large' };
  try {
    const news = provider.readEvent(text, signature);
    if (news === null) {
      log().warn({ requestId }, 'a payment event with a wrong signature was refused');
      return { status: 400, result: 'not signed' };
    }
    const result = await settlePurchase(provider.name, news, requestId);
    const facts = {
      requestId,
      event: news.id,
      type: news.type,
      purchaseId: news.purchaseId,
      result,
    };
    if (result === 'mismatch') log().error(facts, 'a payment does not fit its purchase');
    else log().info(facts, 'payment event');
    return { status: 200, result };
  } catch (error) {
    log().error({ err: error, requestId }, 'a payment event could not be taken');
    return { status: 500, result: 'failed' };
  }
}
