namespace Gateway.Protocol;

/// <summary>Reads the format of an inline picture from the beginning of its <c>data:</c> address.</summary>
internal static class ImageFormats
{
    // As Ollama compares them: to the letter. JSON may write the slash with an escape.
    private static readonly byte[][] Common =
    [
        .. new[] { "image/jpeg", "image/jpg", "image/png", "image/webp", "" }
            .SelectMany(static type => new[] { type, type.Replace("/", "\\/", StringComparison.Ordinal) })
            .Distinct()
            .Select(static type => System.Text.Encoding.ASCII.GetBytes($"data:{type};base64,")),
    ];

    /// <summary>Whether it is JPEG, PNG or WebP, or says nothing, in base64: what every server with eyes reads.</summary>
    /// <param name="json">The address as it stands in JSON.</param>
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
