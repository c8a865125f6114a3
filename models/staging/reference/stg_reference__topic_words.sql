{{ laid_over('topic_words', keys=['source', 'word'], mapped='topic') }}
