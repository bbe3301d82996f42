import BookOpen from 'lucide-react/icons/book-open';
import Globe from 'lucide-react/icons/globe';
import MessageCircleQuestionMark from 'lucide-react/icons/message-circle-question-mark';
import ScanText from 'lucide-react/icons/scan-text';
import SearchCheck from 'lucide-react/icons/search-check';
import { paths } from '../../../web/paths.ts';
import { screens } from '../../../web/screen.ts';

export default screens({
  module: 'knowledge',
  label: 'Knowledge',
  order: 18,
  screens: [
    {
      path: paths.knowledge,
      page: () => import('./documents/DocumentsPage.tsx'),
      audience: 'workspace',
      nav: {
        label: 'Documents',
        icon: BookOpen,
        goKey: 'n',
        keywords: ['knowledge', 'upload', 'PDF', 'files', 'storage'],
      },
    },
    {
      path: paths.questions,
      page: () => import('./faqs/QuestionsPage.tsx'),
      audience: 'workspace',
      nav: { label: 'Questions', icon: MessageCircleQuestionMark, goKey: 'j', keywords: ['FAQ', 'answers'] },
    },
    {
      path: paths.sites,
      page: () => import('./sites/SitesPage.tsx'),
      audience: 'workspace',
      nav: { label: 'Sites', icon: Globe, keywords: ['web pages', 'crawl', 'sitemap'] },
    },
    {
      path: paths.readings,
      page: () => import('./readings/ReadingsPage.tsx'),
      audience: 'workspace',
      nav: { label: 'Readings', icon: ScanText, keywords: ['jobs', 'progress', 'ingestion'] },
    },
    {
      path: paths.reading,
      page: () => import('./readings/ReadingPage.tsx'),
      audience: 'workspace',
    },
    {
      path: paths.playground,
      page: () => import('./playground/PlaygroundPage.tsx'),
      audience: 'workspace',
      nav: { label: 'Playground', icon: SearchCheck, goKey: 'z', keywords: ['search', 'why found', 'ranks'] },
    },
    {
      path: paths.knowledgeDocument,
      page: () => import('./documents/DocumentPage.tsx'),
      audience: 'workspace',
    },
  ],
  live: () => import('./live.ts'),
});
