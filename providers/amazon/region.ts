export const regions = ['na', 'eu', 'fe'] as const;
export type Region = (typeof regions)[number];

export const apiHosts: Readonly<Record<Region, string>> = {
  na: 'sellingpartnerapi-na.amazon.com',
  eu: 'sellingpartnerapi-eu.amazon.com',
  fe: 'sellingpartnerapi-fe.amazon.com',
};

export const sellerHosts: Readonly<Record<Region, string>> = {
  na: 'sellercentral.amazon.com',
  eu: 'sellercentral-europe.amazon.com',
  fe: 'sellercentral.amazon.co.jp',
};
