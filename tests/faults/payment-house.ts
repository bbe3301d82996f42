import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { SavedCharge } from '../../modules/billing/paying/provider.ts';
import type { Receiver } from './receiver.ts';

/** A payment provider in the process of the test, that charges once under one key, and says the same ever after. */
export interface PaymentHouse extends Pick<Receiver, 'holdAnswers'> {
  readonly url: string;
  readonly charged: readonly SavedCharge[];
  /** So many answers are lost, though the card is charged. */
  lose(count: number): void;
  close(): void;
}

export async function openPaymentHouse(): Promise<PaymentHouse> {
  const charged: SavedCharge[] = [];
  const known = new Map<string, string>();
  let lost = 0;
  let hold: { readonly reached: () => void; readonly gone: Promise<void> } | undefined;

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const asked = JSON.parse(await text(request)) as SavedCharge;
    if (!known.has(asked.key)) {
      charged.push(asked);
      known.set(asked.key, `ch_${charged.length}`);
    }
    const holding = hold;
    holding?.reached();
    await holding?.gone;
    if (lost-- > 0) return void response.destroy();
    response.end(JSON.stringify({ state: 'paid', paymentId: known.get(asked.key) }));
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    charged,
    lose(count) {
      lost = count;
    },
    holdAnswers() {
      const reached = Promise.withResolvers<void>();
      const gone = Promise.withResolvers<void>();
      hold = { reached: reached.resolve, gone: gone.promise };
      return {
        reached: reached.promise,
        letGo() {
          hold = undefined;
          gone.resolve();
        },
      };
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
