{{ laid_over('channel_words', keys=['source', 'word'], mapped='channel') }}
