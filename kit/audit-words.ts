/** What kind of thing changed. For the trail, and for the screens that sift through it. */
export const auditCategories = [
  'identity',
  'membership',
  'settings',
  'secrets',
  'money',
  'connections',
  'workspace',
  'content',
  'installation',
] as const;
export type AuditCategory = (typeof auditCategories)[number];
