import ReactMarkdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import classes from './markdown.module.css';

/** Markdown as a page: without HTML of its own, and without pictures, which would tell others who reads it. */
export default function Markdown({ text }: { text: string }) {
  return (
    <div className={classes.markdown}>
      <ReactMarkdown
        remarkPlugins={[remarkGfm]}
        skipHtml
        components={{
          a: ({ href, children }) => (
            <a href={href} target="_blank" rel="noopener noreferrer nofollow">
              {children}
            </a>
          ),
          img: ({ src, alt }) => (
            <a href={String(src)} target="_blank" rel="noopener noreferrer nofollow">
              {alt || String(src)}
            </a>
          ),
          // A page has one title, which this is not.
          h1: 'h3',
          h2: 'h4',
          h3: 'h5',
          pre: ({ children }) => <pre tabIndex={0}>{children}</pre>,
        }}
      >
        {text}
      </ReactMarkdown>
    </div>
  );
}
