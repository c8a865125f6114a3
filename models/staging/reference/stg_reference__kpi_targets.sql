{{ laid_over('kpi_targets', ['kpi_id', 'variant']) }}
