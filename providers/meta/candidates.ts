/** The platforms of this provider. A Facebook Page answers in Messenger and under its own posts. */
export type MetaPlatform = 'instagram' | 'facebook' | 'whatsapp';

/** An account somebody could connect, for them to pick from. What they are shown is all of it but the token. */
export interface Candidate {
  readonly platform: MetaPlatform;
  /**
   * What webhooks name it by: the professional account, the Page, or the phone number (not the WhatsApp Business
   * Account it belongs to).
   */
  readonly accountId: string;
  /** Whose `/messages` it writes through: with Facebook Login, Instagram is written through its Page. */
  readonly senderId: string;
  readonly token: string;
  /** The same Instagram account as this app alone knows it. */
  readonly appScopedId?: string;
  readonly name: string;
  readonly username?: string;
  /** As the platform says: `BUSINESS`, `MEDIA_CREATOR`, or whatever comes next. */
  readonly accountType?: string;
  readonly pictureUrl?: string;
  readonly followersCount?: number;
  readonly mediaCount?: number;
  readonly biography?: string;
  /** The Page an Instagram account is linked to. */
  readonly pageId?: string;
  /** What the person may do on the Page: without `MESSAGING` it cannot be written from. */
  readonly tasks?: readonly string[];
  /** The WhatsApp Business Account of a number: whom to subscribe, and who owns the templates. */
  readonly businessAccountId?: string;
  readonly phoneNumber?: string;
  readonly quality?: string;
}
