{{ laid_over('topic_words', ['source', 'word']) }}
