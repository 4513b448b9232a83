"""Utforska: any KPI looked at in Streamlit's widgets and Plotly's charts."""
