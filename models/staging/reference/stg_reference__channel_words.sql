{{ laid_over('channel_words', ['source', 'word']) }}
