from evenhand.conf.database import databases

SECRET_KEY = "for-tests-alone"
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "procrastinate.contrib.django"]
PROCRASTINATE_IMPORT_PATHS = ["tests.house.mini.jobs"]
DATABASES = databases()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "tests.house.mini.site"
WSGI_APPLICATION = "tests.house.mini.wsgi.application"
USE_TZ = True
