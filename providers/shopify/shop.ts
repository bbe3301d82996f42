const shopPattern = /^[a-z0-9][a-z0-9_-]*\.(myshopify\.com|shopify\.com|myshopify\.io|shop\.dev)$/;
const shopLengthMax = 253;

/**
 * A shop's domain as the platform writes it, or undefined. Asked before a browser is sent anywhere: it comes from
 * outside, and secrets follow it.
 */
export function shopDomain(given: string): string | undefined {
  if (given.length > shopLengthMax) return undefined;
  const domain = given.toLowerCase().replace(/\/+$/, '');
  return shopPattern.test(domain) ? domain : undefined;
}

/** For callers that have asked already: it throws where `shopDomain` has no answer. */
export function certainShop(given: string): string {
  const domain = shopDomain(given);
  if (domain === undefined) throw new TypeError('This is no shop of the platform.');
  return domain;
}
