import type { Wire } from '../wire.ts';
import { type Comments, openComments } from './comments.ts';
import { type Conversations, openConversations } from './conversations.ts';
import { type FacebookLogin, openFacebookLogin } from './facebook-login.ts';
import { type GraphHost, openGraph } from './graph.ts';
import { type Insights, openInsights } from './insights.ts';
import { type InstagramLogin, openInstagramLogin } from './instagram-login.ts';
import { type MediaShelf, openMedia } from './media.ts';
import { type Messages, openMessages } from './messages.ts';
import { openPublishing, type Publishing } from './publishing.ts';
import {
  type AccountWebhooks,
  type AppWebhooks,
  openAccountWebhooks,
  openAppWebhooks,
} from './subscriptions.ts';
import type { App } from './tokens.ts';
import { openWhatsAppMessages, type WhatsAppMessages } from './whatsapp.ts';
import { openWhatsAppFiles, type WhatsAppFiles } from './whatsapp-files.ts';
import { openWhatsAppTemplates, type WhatsAppTemplates } from './whatsapp-templates.ts';

export type { Candidate, MetaPlatform } from './candidates.ts';
export * from './contents.ts';
export type { MetaEvent, MetaEventKind } from './event.ts';
export { splitMeta } from './events.ts';
export { challenge, readSignedRequest, verifyMeta } from './signature.ts';

export interface MetaOptions {
  readonly wire: Wire;
  readonly now: () => Date;
  /** `v25.0`, of all hosts. */
  readonly version: string;
  /** The app itself, for Facebook Login and for everybody's webhooks. */
  readonly app: App;
  /** The app's Instagram product, which has an id and a secret of its own. */
  readonly instagramApp: App;
}

export interface Meta {
  readonly instagramLogin: InstagramLogin;
  readonly facebookLogin: FacebookLogin;
  readonly appWebhooks: AppWebhooks;
  /** Accounts connected by Instagram Login belong to the Instagram product, which tells of them and signs by itself. */
  readonly instagramAppWebhooks: AppWebhooks;
  /** What can be done with an account's token. Which host it is good for depends on the login it came from. */
  instagram(access: Access): InstagramAccount;
  facebook(access: Omit<Access, 'login'>): FacebookPage;
  whatsapp(access: Omit<Access, 'login'>): WhatsAppNumber;
}

export interface Access {
  readonly token: string;
  readonly login: 'instagram' | 'facebook';
  readonly signal?: AbortSignal;
}

export interface FacebookPage {
  readonly messages: Messages;
  readonly conversations: Conversations;
  readonly comments: Comments;
  readonly webhooks: AccountWebhooks;
}
export interface InstagramAccount extends FacebookPage {
  readonly media: MediaShelf;
  readonly publishing: Publishing;
  readonly insights: Insights;
}
export interface WhatsAppNumber {
  readonly messages: WhatsAppMessages;
  readonly files: WhatsAppFiles;
  readonly templates: WhatsAppTemplates;
  readonly webhooks: AccountWebhooks;
}

export function openMeta({ app, instagramApp, ...common }: MetaOptions): Meta {
  const graphOf = (host: GraphHost, { token, signal }: Omit<Access, 'login'>) =>
    openGraph({
      ...common,
      host,
      token,
      signal,
      ...(host === 'graph.facebook.com' && { appSecret: app.secret }),
    });
  return {
    instagramLogin: openInstagramLogin({ ...common, app: instagramApp }),
    facebookLogin: openFacebookLogin({ ...common, app }),
    appWebhooks: openAppWebhooks({ ...common, app }),
    instagramAppWebhooks: openAppWebhooks({ ...common, app: instagramApp }),

    instagram: ({ login, ...access }) => {
      const graph = graphOf(`graph.${login}.com`, access);
      return {
        messages: openMessages(graph, 'instagram'),
        conversations: openConversations(graph, 'instagram'),
        comments: openComments(graph, 'instagram'),
        webhooks: openAccountWebhooks(graph),
        media: openMedia(graph),
        publishing: openPublishing(graph),
        insights: openInsights(graph),
      };
    },

    facebook: (access) => {
      const graph = graphOf('graph.facebook.com', access);
      return {
        messages: openMessages(graph, 'facebook'),
        conversations: openConversations(graph, 'facebook'),
        comments: openComments(graph, 'facebook'),
        webhooks: openAccountWebhooks(graph),
      };
    },

    whatsapp: (access) => {
      const graph = graphOf('graph.facebook.com', access);
      return {
        messages: openWhatsAppMessages(graph),
        files: openWhatsAppFiles(graph, { ...common, ...access }),
        templates: openWhatsAppTemplates(graph),
        webhooks: openAccountWebhooks(graph),
      };
    },
  };
}
