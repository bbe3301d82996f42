import { type Call, parsed } from './call.ts';
import { badParameter, GraphError, missing } from './errors.ts';
import type { Teller } from './events.ts';
import { appOf } from './hooks.ts';
import type { NodeOf, Operation } from './nodes.ts';
import { Edge, listed, type Shape, selected } from './select.ts';
import type { Account, Meta, Template, Waba } from './state.ts';

const scopes = ['whatsapp_business_management'];
const categories = ['AUTHENTICATION', 'MARKETING', 'UTILITY'];

/** Numbers and templates: what there is to send with. */
export const numberOperations: readonly Operation[] = [
  {
    method: 'GET',
    edge: '',
    on: ['waba'],
    takes: [],
    scopes,
    run: (call: Call, { waba }: NodeOf<'waba'>) => selected(wabaShape, waba, call),
  },
  {
    method: 'GET',
    edge: 'phone_numbers',
    on: ['waba'],
    takes: [],
    scopes,
    run: (call: Call, { waba }: NodeOf<'waba'>) =>
      listed({ ...numberShape, usual: numberUsual }, numbersOf(call.meta, waba), call),
  },
  {
    method: 'GET',
    edge: '',
    on: ['whatsapp'],
    takes: [],
    scopes,
    run: (call: Call, { account }: NodeOf<'whatsapp'>) =>
      selected({ ...numberShape, usual: numberUsual }, account, call),
  },
  {
    method: 'POST',
    edge: 'register',
    on: ['whatsapp'],
    takes: ['messaging_product', 'pin'],
    scopes,
    run: (call: Call) => {
      if (!/^\d{6}$/.test(call.need('pin'))) throw badParameter('Param pin must be 6 digits');
      return { success: true };
    },
  },
  { method: 'GET', edge: 'subscribed_apps', on: ['waba'], takes: [], scopes, run: subscribedApps },
  { method: 'POST', edge: 'subscribed_apps', on: ['waba'], takes: [], scopes, run: subscribe },
  { method: 'DELETE', edge: 'subscribed_apps', on: ['waba'], takes: [], scopes, run: unsubscribe },
  {
    method: 'GET',
    edge: 'message_templates',
    on: ['waba'],
    takes: ['name', 'status', 'language', 'category'],
    scopes,
    run: templates,
  },
  {
    method: 'POST',
    edge: 'message_templates',
    on: ['waba'],
    takes: ['name', 'language', 'category', 'components', 'parameter_format', 'allow_category_change'],
    scopes,
    run: makeTemplate,
  },
  {
    method: 'DELETE',
    edge: 'message_templates',
    on: ['waba'],
    takes: ['name', 'hsm_id'],
    scopes,
    run: dropTemplate,
  },
  {
    method: 'GET',
    edge: '',
    on: ['template'],
    takes: [],
    scopes,
    run: (call: Call, { template }: NodeOf<'template'>) => selected(templateShape, template, call),
  },
];

const numbersOf = (meta: Meta, { id }: Waba) =>
  meta.accounts('whatsapp').filter(({ wabaId }) => wabaId === id);

const numberUsual = ['verified_name', 'display_phone_number', 'quality_rating', 'id'];
const numberShape: Shape<Account> = {
  name: 'WhatsAppBusinessPhoneNumber',
  usual: numberUsual,
  fields: {
    id: ({ id }) => id,
    display_phone_number: ({ key }) => key,
    verified_name: ({ name }) => name,
    quality_rating: () => 'GREEN',
    code_verification_status: () => 'VERIFIED',
    platform_type: () => 'CLOUD_API',
    name_status: () => 'APPROVED',
    status: () => 'CONNECTED',
    messaging_limit_tier: () => 'TIER_1K',
    throughput: () => ({ level: 'STANDARD' }),
  },
};

const templateShape: Shape<Template> = {
  name: 'WhatsAppBusinessHSM',
  usual: ['name', 'parameter_format', 'components', 'language', 'status', 'category', 'id'],
  fields: {
    id: ({ id }) => id,
    name: ({ name }) => name,
    language: ({ language }) => language,
    status: ({ status }) => status,
    category: ({ category }) => category,
    components: ({ components }) => components,
    parameter_format: () => 'POSITIONAL',
    rejected_reason: ({ status }) => (status === 'REJECTED' ? 'PROMOTIONAL' : 'NONE'),
    quality_score: () => ({ score: 'UNKNOWN' }),
  },
};

export const wabaShape: Shape<Waba> = {
  name: 'WhatsAppBusinessAccount',
  usual: ['id', 'name', 'timezone_id'],
  fields: {
    id: ({ id }) => id,
    name: ({ name }) => name,
    timezone_id: () => '71',
    currency: () => 'EUR',
    account_review_status: () => 'APPROVED',
    phone_numbers: (waba, { meta }) =>
      new Edge(numbersOf(meta, waba), { ...numberShape, usual: numberUsual }),
    message_templates: ({ id }, { meta }) => new Edge(templatesOf(meta, id), templateShape),
  },
};

/** The whole account is subscribed at once: what happens to each of its numbers is told. */
function subscribe({ meta, token }: Call, { waba }: NodeOf<'waba'>): object {
  for (const number of numbersOf(meta, waba)) number.subscribed[token.appId] = ['messages'];
  meta.changed();
  return { success: true };
}

function unsubscribe({ meta, token }: Call, { waba }: NodeOf<'waba'>): object {
  for (const number of numbersOf(meta, waba)) delete number.subscribed[token.appId];
  meta.changed();
  return { success: true };
}

function subscribedApps({ meta }: Call, { waba }: NodeOf<'waba'>): object {
  const appIds = Object.keys(numbersOf(meta, waba)[0]?.subscribed ?? {});
  const data = appIds.map((id) => {
    const { name } = appOf(id);
    return { whatsapp_business_api_data: { id, name, link: 'https://www.facebook.com/games/' } };
  });
  return { data };
}

const templatesOf = (meta: Meta, id: string) =>
  Object.values(meta.all().templates).filter(({ wabaId }) => wabaId === id);

function templates(call: Call, { waba }: NodeOf<'waba'>): object {
  const wanted = (['name', 'status', 'language', 'category'] as const).flatMap((field) => {
    const value = call.text(field);
    return value === undefined ? [] : [[field, value] as const];
  });
  const fitting = templatesOf(call.meta, waba.id).filter((one) =>
    wanted.every(([field, value]) => one[field] === value),
  );
  return listed(templateShape, fitting, call);
}

function makeTemplate(call: Call, { waba }: NodeOf<'waba'>): object {
  const name = call.need('name');
  if (!/^[a-z0-9_]{1,512}$/.test(name))
    throw badParameter('Param name must be of small letters, digits and underscores');
  const category = call.need('category').toUpperCase();
  if (!categories.includes(category))
    throw badParameter(`Param category must be one of {${categories.join(', ')}}`);
  const language = call.need('language');
  const given = call.params.components;
  const components = typeof given === 'string' ? parsed(given) : given;
  if (!Array.isArray(components) || !components.some((one) => one?.type === 'BODY'))
    throw missing('components');
  if (templatesOf(call.meta, waba.id).some((one) => one.name === name && one.language === language))
    throw new GraphError(100, '(#100) Invalid parameter', {
      subcode: 2388024,
      title: 'Content in This Language Already Exists',
    });
  const id = call.meta.newId('template', waba.name, 15);
  call.meta.all().templates[id] = {
    id,
    wabaId: waba.id,
    name,
    language,
    category,
    status: 'PENDING',
    components,
  };
  call.meta.changed();
  return { id, status: 'PENDING', category };
}

function dropTemplate(call: Call, { waba }: NodeOf<'waba'>): object {
  const name = call.need('name');
  const dropped = templatesOf(call.meta, waba.id).filter((one) => one.name === name);
  if (dropped.length === 0)
    throw new GraphError(100, '(#100) Invalid parameter', { subcode: 2593002, title: 'Template Not Found' });
  for (const { id } of dropped) delete call.meta.all().templates[id];
  call.meta.changed();
  return { success: true };
}

const reasons: Readonly<Record<string, string>> = { REJECTED: 'INVALID_FORMAT' };

/** What became of a template: the people at Meta looked at it, or customers complained. */
export function tellTemplate({ meta, hooks }: Teller, template: Template, event: string): void {
  const account = numbersOf(meta, meta.all().wabas[template.wabaId]!)[0];
  template.status = event;
  meta.changed();
  if (!account) return;
  hooks.tell({
    account,
    field: 'message_template_status_update',
    about: `template ${template.name} is ${event}`,
    value: {
      event,
      message_template_id: Number(template.id),
      message_template_name: template.name,
      message_template_language: template.language,
      reason: reasons[event] ?? 'NONE',
    },
  });
}
