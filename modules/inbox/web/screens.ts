import BookUser from 'lucide-react/icons/book-user';
import ChartColumn from 'lucide-react/icons/chart-column';
import Inbox from 'lucide-react/icons/inbox';
import Mail from 'lucide-react/icons/mail';
import MessageCircle from 'lucide-react/icons/message-circle';
import MessageSquareQuote from 'lucide-react/icons/message-square-quote';
import Tags from 'lucide-react/icons/tags';
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
      path: paths.comments,
      page: () => import('./comments/CommentsPage.tsx'),
      audience: 'workspace',
      nav: {
        label: 'Comments',
        icon: MessageCircle,
        goKey: 'o',
        keywords: ['posts', 'replies', 'hide', 'moderate', 'reviews', 'mentions'],
      },
    },
    { path: paths.comment, page: () => import('./comments/CommentsPage.tsx'), audience: 'workspace' },
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
      path: paths.contacts,
      page: () => import('./contacts/ContactsPage.tsx'),
      audience: 'workspace',
      nav: {
        label: 'Contacts',
        icon: BookUser,
        goKey: 'a',
        keywords: ['people', 'customers', 'merge', 'consent', 'erase', 'export'],
      },
    },
    { path: paths.contact, page: () => import('./contacts/ContactPage.tsx'), audience: 'workspace' },
    {
      path: paths.savedReplies,
      page: () => import('./replies/SavedRepliesPage.tsx'),
      audience: 'workspace',
      nav: {
        label: 'Saved replies',
        icon: MessageSquareQuote,
        goKey: 'q',
        keywords: ['templates', 'canned', 'placeholders', 'shortcuts'],
      },
    },
    {
      path: paths.tags,
      page: () => import('./tags/TagsPage.tsx'),
      audience: 'workspace',
      nav: { label: 'Tags', icon: Tags, goKey: 't', keywords: ['labels', 'sort'] },
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
