import ChartColumn from 'lucide-react/icons/chart-column';
import Inbox from 'lucide-react/icons/inbox';
import Mail from 'lucide-react/icons/mail';
import { paths } from '../../../web/paths.ts';
import { screens } from '../../../web/screen.ts';

export default screens({
  module: 'inbox',
  label: 'Conversations',
  order: 15,
  screens: [
    {
      path: paths.inbox,
      page: () => import('./InboxPage.tsx'),
      audience: 'workspace',
      nav: {
        label: 'Inbox',
        icon: Inbox,
        goKey: 'i',
        keywords: ['messages', 'conversations', 'customers', 'answer', 'unread'],
      },
    },
    {
      path: paths.inboxReport,
      page: () => import('./report/ReportPage.tsx'),
      audience: 'workspace',
      nav: {
        label: 'Report',
        icon: ChartColumn,
        goKey: 'f',
        keywords: ['figures', 'response times', 'volumes', 'statistics', 'CSV'],
      },
    },
    {
      path: paths.mailboxes,
      page: () => import('./mail/MailboxesPage.tsx'),
      audience: 'workspace',
      nav: {
        label: 'Mailboxes',
        icon: Mail,
        goKey: 'b',
        keywords: ['mail', 'e-mail', 'IMAP', 'SMTP', 'signature'],
      },
    },
    { path: paths.conversation, page: () => import('./InboxPage.tsx'), audience: 'workspace' },
  ],
  live: () => import('./live.ts'),
});
