/**
 * Every address of the screen, once. A link is `paths.locations({ workspaceId })`, so a renamed address is a type
 * error and not a dead link; paths.golden.txt shows a reviewer what people's bookmarks depend on.
 */

type ParamNames<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamNames<`/${Rest}`>
  : P extends `${string}:${infer Name}`
    ? Name
    : never;
type Params<P extends string> = { readonly [Name in ParamNames<P>]: string };

export interface Path<P extends string = string> {
  (...params: ParamNames<P> extends never ? [] : [Params<P>]): string;
  readonly pattern: P;
}

function path<P extends string>(pattern: P): Path<P> {
  return Object.assign((params: Record<string, string> = {}) => filled(pattern, params), {
    pattern,
  }) as unknown as Path<P>;
}

/** For who knows a screen only as data; everybody else calls its path. */
export const filled = (pattern: string, params: Readonly<Record<string, string>>): string =>
  pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name]!));

export const paths = {
  home: path('/'),
  gallery: path('/kit'),

  signIn: path('/sign-in'),
  signInCallback: path('/sign-in/callback'),
  signUp: path('/sign-up'),
  confirmEmail: path('/confirm-email'),
  changeEmail: path('/change-email'),
  forgottenPassword: path('/password'),
  resetPassword: path('/password/new'),
  invitation: path('/invitation'),
  apply: path('/apply'),
  waitingList: path('/waiting-list'),
  demo: path('/demo'),
  unsubscribe: path('/unsubscribe'),
  /** An affiliate's link. */
  referral: path('/r/:word'),

  /** Where platforms send people back to. */
  connectCallback: path('/connect/:login'),

  welcome: path('/welcome'),
  workspaces: path('/workspaces'),
  profile: path('/you'),
  security: path('/you/security'),
  yourData: path('/you/data'),
  affiliate: path('/you/affiliate'),

  adminApplications: path('/admin/applications'),
  adminApplication: path('/admin/applications/:applicationId'),
  adminWaitingList: path('/admin/waiting-list'),
  adminDemos: path('/admin/demos'),
  adminDemo: path('/admin/demos/:demoId'),
  adminPeople: path('/admin/people'),
  adminPerson: path('/admin/people/:userId'),
  adminSignIns: path('/admin/sign-ins'),
  adminProviders: path('/admin/single-sign-on'),
  adminCampaigns: path('/admin/campaigns'),
  adminAudit: path('/admin/audit'),
  adminMeters: path('/admin/meters'),
  adminModels: path('/admin/models'),
  adminAffiliates: path('/admin/affiliates'),
  adminAffiliate: path('/admin/affiliates/:affiliateId'),
  adminAffiliatePayouts: path('/admin/affiliate-statements'),
  adminSettings: path('/admin/settings'),
  adminPlans: path('/admin/plans'),
  adminWallets: path('/admin/wallets'),
  adminWallet: path('/admin/wallets/:workspaceId'),
  adminPayments: path('/admin/wallets/:workspaceId/payments'),
  adminRevenue: path('/admin/revenue'),
  adminReconciliations: path('/admin/revenue/comparisons'),
  adminReconciliation: path('/admin/revenue/comparisons/:reconciliationId'),

  workspace: path('/w/:workspaceId'),
  locations: path('/w/:workspaceId/locations'),
  location: path('/w/:workspaceId/locations/:locationId'),
  members: path('/w/:workspaceId/members'),
  member: path('/w/:workspaceId/members/:memberId'),
  roles: path('/w/:workspaceId/roles'),
  keys: path('/w/:workspaceId/keys'),
  audit: path('/w/:workspaceId/audit'),
  children: path('/w/:workspaceId/children'),
  inbox: path('/w/:workspaceId/inbox'),
  conversation: path('/w/:workspaceId/inbox/:conversationId'),
  comments: path('/w/:workspaceId/comments'),
  comment: path('/w/:workspaceId/comments/:commentId'),
  inboxReport: path('/w/:workspaceId/report'),
  contacts: path('/w/:workspaceId/contacts'),
  contact: path('/w/:workspaceId/contacts/:contactId'),
  savedReplies: path('/w/:workspaceId/saved-replies'),
  tags: path('/w/:workspaceId/tags'),
  mailboxes: path('/w/:workspaceId/mailboxes'),

  connections: path('/w/:workspaceId/connections'),
  connection: path('/w/:workspaceId/connections/:accountId'),
  connectionEvents: path('/w/:workspaceId/connection-events'),

  approvals: path('/w/:workspaceId/approvals'),
  escalations: path('/w/:workspaceId/escalations'),
  decisions: path('/w/:workspaceId/decisions'),
  decision: path('/w/:workspaceId/decisions/:decisionId'),
  autopilot: path('/w/:workspaceId/autopilot'),
  personas: path('/w/:workspaceId/personas'),
  persona: path('/w/:workspaceId/personas/:personaId'),
  evaluations: path('/w/:workspaceId/evaluations'),
  evaluationRun: path('/w/:workspaceId/evaluations/:runId'),

  knowledge: path('/w/:workspaceId/knowledge'),
  knowledgeDocument: path('/w/:workspaceId/knowledge/:documentId'),
  questions: path('/w/:workspaceId/questions'),
  sites: path('/w/:workspaceId/sites'),
  readings: path('/w/:workspaceId/readings'),
  reading: path('/w/:workspaceId/readings/:jobId'),
  playground: path('/w/:workspaceId/playground'),

  costs: path('/w/:workspaceId/costs'),
  usage: path('/w/:workspaceId/usage'),
  models: path('/w/:workspaceId/models'),
  autoReload: path('/w/:workspaceId/auto-reload'),
  wallet: path('/w/:workspaceId/wallet'),
  plans: path('/w/:workspaceId/plans'),
  checkout: path('/w/:workspaceId/checkout/:checkoutId'),
  invoices: path('/w/:workspaceId/invoices'),

  workspaceSettings: path('/w/:workspaceId/settings'),
};
