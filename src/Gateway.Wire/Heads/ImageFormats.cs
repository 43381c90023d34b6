namespace Gateway.Wire.Heads;

/// <summary>Reads the format of an inline image from the beginning of its <c>data:</c> URL.</summary>
internal static class ImageFormats
{
    // Exact, as Ollama compares them. JSON may escape the slash.
    private static readonly byte[][] Common =
    [
        .. new[] { "image/jpeg", "image/jpg", "image/png", "image/webp", "" }
            .SelectMany(static type => new[] { type, type.Replace("/", "\\/", StringComparison.Ordinal) })
            .Distinct()
            .Select(static type => System.Text.Encoding.ASCII.GetBytes($"data:{type};base64,")),
    ];

    /// <summary>True for base64 of JPEG, PNG, WebP or no stated format: every server with vision reads these.</summary>
    /// <param name="json">The URL as written in JSON.</param>
    public static bool IsCommon(ReadOnlySpan<byte> json)
    {
        foreach (var beginning in Common)
        {
            if (json.StartsWith(beginning))
            {
                return true;
            }
        }

        return false;
    }
}
