import type { CommentCategory } from './contract.ts';

/** What a comment is about, by how it is put. In all languages at once: such words mean the same or nothing. */
export const rules: readonly (readonly [CommentCategory, RegExp])[] = [
  [
    'price',
    /\b(price|cost|how much|pp|preis|kostet|was kostet|wie viel|prix|combien|coûte|precio|cuánto|cuesta|prezzo|quanto|costa|preço|custa)\b|[$€£]\s?\d|\d\s?[$€£]/iu,
  ],
  [
    'order',
    /\b(my order|order number|tracking|shipping|delivery|shipped|ship to|refund|bestellung|lieferung|versand|commande|livraison|pedido|envío|envían|ordine|spedizione|spedite|entrega|frete)\b/iu,
  ],
  [
    'collab',
    /\b(collab|collaborate|collaboration|partnership|sponsor\w*|ambassador|promo(te|tion) your|influencer|zusammenarbeit|kooperation|collaborer|partenariat|colaboración|colaborar|collaborazione|parceria|work with you)\b/iu,
  ],
  [
    'spam',
    /\b(check my (bio|profile|page)|link in (my )?bio|follow (me|back)|follow4follow|f4f|l4l|crypto|bitcoin|forex|whats?app me|earn \$?\d+|free followers|buy followers|dm (me )?(for|to) (promo|earn|collab)|telegram\b.*@|onlyfans)\b/iu,
  ],
];

const addresses = /https?:\/\/\S+|\bt\.me\/\S+|\bwa\.me\/\S+/giu;

/** Nothing but addresses, or one sign over and over. */
export function isNoise(text: string): boolean {
  const found = text.match(addresses) ?? [];
  if (found.length === 0) return /^(.)\1{9,}$/su.test(text.replaceAll(/\s/g, ''));
  return found.length > 1 || text.replaceAll(addresses, '').trim().length < 12;
}
