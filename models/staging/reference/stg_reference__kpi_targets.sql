{{ laid_over('kpi_targets', keys=['kpi_id', 'variant'], mapped='target') }}
