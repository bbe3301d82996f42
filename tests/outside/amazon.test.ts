import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openAmazon } from '../../providers/amazon/amazon.ts';
import { openAmazonLogin, readSellerConsent } from '../../providers/amazon/login.ts';
import { isTrouble } from '../../providers/trouble.ts';
import { amazon as amazonPart } from '../../sandbox/amazon/routes.ts';
import { moveClock } from '../../sandbox/common/testing.ts';
import { openOutside } from './ears.ts';

const italy = 'APJ6JRA9NG5V4';
const client = { id: 'amzn1.application-oa2-client.sandbox', secret: 'sandbox-amazon-secret' };
const redirectUri = 'http://localhost:4100/connect/amazon';

let world: Awaited<ReturnType<typeof openOutside>>;
before(async () => {
  world = await openOutside('amazon', amazonPart);
});
after(() => world.close());

const login = () =>
  openAmazonLogin({ ...world.outside(), client, applicationId: 'amzn1.sp.solution.sandbox' });
async function connect() {
  const address = new URL(login().consentAddress({ region: 'eu', state: 's', redirectUri }));
  const back = await world.agree(address.pathname, {
    query: address.search.slice(1),
    seller: 'A1LINENANDOAK0',
  });
  const { code, sellerId } = readSellerConsent(back)!;
  return { sellerId, tokens: await login().exchange({ code, redirectUri }) };
}
const sellerOf = (accessToken: string, headers = {}) =>
  openAmazon({ ...world.outside(headers), region: 'eu', accessToken, userAgent: 'Stoa/1.0' });

describe('amazon, played', () => {
  test('connects a seller, finds things in the catalogue and reads what is sold', async () => {
    const { sellerId, tokens } = await connect();
    const api = sellerOf(tokens.accessToken);
    const { items, usage } = await api.searchCatalog({ marketplaceIds: [italy], keywords: ['linen'] });
    assert.ok(items.length > 0 && usage.perSecond! > 0);
    const { item } = await api.catalogItem(items[0]!.asin, [italy]);
    assert.equal(item.asin, items[0]!.asin);
    const { marketplaces } = await api.marketplaces();
    assert.ok(marketplaces.some(({ id }) => id === italy));
    await assert.rejects(api.listing(sellerId, 'no-such-sku', [italy]), (error) =>
      isTrouble(error, 'rejected'),
    );
  });

  test('is refused after an hour, and goes on with a new token', async () => {
    const { tokens } = await connect();
    moveClock(world.world, 3_700_000);
    const marketplaces = (accessToken: string) => sellerOf(accessToken).marketplaces();
    await assert.rejects(marketplaces(tokens.accessToken), (error) => isTrouble(error, 'unauthorized'));
    await marketplaces((await login().refresh(tokens.refreshToken!)).accessToken);
  });

  test('waits when it asks too often', async () => {
    const { tokens } = await connect();
    const api = sellerOf(tokens.accessToken);
    const often = Array.from({ length: 10 }, () =>
      api.searchCatalog({ marketplaceIds: [italy], keywords: ['oak'] }),
    );
    const refused = (await Promise.allSettled(often)).flatMap((one) => ('reason' in one ? [one.reason] : []));
    assert.ok(refused.length > 0);
    for (const error of refused) {
      assert.ok(isTrouble(error, 'rate_limited'));
      assert.ok(error.facts.until! > world.now());
    }
  });
});
