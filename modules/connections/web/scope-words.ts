/** What is asked for on a platform's consent page, as somebody would say it. */
const scopeWords: Readonly<Record<string, string>> = {
  instagram_business_basic: 'See the profile and its posts',
  instagram_business_manage_messages: 'Read and answer messages',
  instagram_business_manage_comments: 'Read, answer and hide comments',
  instagram_business_content_publish: 'Publish posts',
  instagram_business_manage_insights: 'See how posts do',
  instagram_basic: 'See the Instagram profile and its posts',
  instagram_manage_messages: 'Read and answer Instagram messages',
  instagram_manage_comments: 'Read, answer and hide Instagram comments',
  instagram_content_publish: 'Publish on Instagram',
  instagram_manage_insights: 'See how Instagram posts do',
  pages_show_list: 'See which Pages there are',
  pages_manage_metadata: 'Be told what happens on the Page',
  pages_messaging: 'Read and answer messages to the Page',
  pages_read_engagement: 'See what is on the Page',
  pages_read_user_content: 'Read what others write on the Page',
  pages_manage_engagement: 'Answer and hide comments on the Page',
  pages_manage_posts: 'Publish on the Page',
  whatsapp_business_management: 'See the numbers and their templates',
  whatsapp_business_messaging: 'Send and receive WhatsApp messages',
  'https://www.googleapis.com/auth/youtube': 'Manage the channel',
  'https://www.googleapis.com/auth/youtube.readonly': 'See the channel and its videos',
  'https://www.googleapis.com/auth/youtube.force-ssl': 'See the channel, read and answer comments',
  'https://www.googleapis.com/auth/youtube.upload': 'Publish videos',
  'https://www.googleapis.com/auth/yt-analytics.readonly': 'See how videos do',
  'https://www.googleapis.com/auth/business.manage': 'Read and answer reviews of its places',
  read_products: 'See products',
  write_products: 'Change products',
  read_orders: 'See orders',
  read_all_orders: 'See orders older than two months',
  read_inventory: 'See stock',
  write_inventory: 'Change stock',
  read_locations: 'See the places of the shop',
  read_customers: 'See customers',
  read_fulfillments: 'See what was sent',
  write_discounts: 'Make discounts',
};

/** What only says who somebody is, and is worth no line. */
const unsaid: ReadonlySet<string> = new Set(['openid', 'email', 'profile', 'public_profile']);

/** Each thing once, in the order it is asked for; what has no words yet is called by its own name. */
export const scopesInWords = (scopes: readonly string[]): readonly string[] => [
  ...new Set(scopes.filter((scope) => !unsaid.has(scope)).map((scope) => scopeWords[scope] ?? scope)),
];
