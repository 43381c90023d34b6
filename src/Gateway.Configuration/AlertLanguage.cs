namespace Gateway.Configuration;

/// <summary>The language of alerts.</summary>
internal enum AlertLanguage
{
    En,
    Zh,
}
