"""The page that people look at; app.py is the Streamlit script."""
