using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gateway.Authentication.Management;
using Gateway.Http;
using Gateway.Wire.Errors;

namespace Gateway.Admin;

/// <summary>One admitted request to the admin API.</summary>
/// <param name="Context">The request.</param>
/// <param name="Who">The caller; null when none was required.</param>
internal sealed record AdminCall(HttpContext Context, Manager? Who)
{
    private const int MaxBody = 64 * 1024;

    public Manager Manager => Who!;

    public CancellationToken Stop => Context.RequestAborted;

    public string Parameter(string name) => Uri.UnescapeDataString((string)Context.Request.RouteValues[name]!);

    public Task RefuseAsync(ApiError error) => ErrorResponse.WriteAsync(Context, error);

    /// <summary>Answers with a value, or with the error that explains why there is none.</summary>
    public Task AnswerAsync<T>(Managed<T> result, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK, long? version = null)
        where T : class => result.Value is { } value ? AnswerAsync(value, type, status, version) : RefuseAsync(result.Error!);

    public Task AnswerAsync<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK, long? version = null)
    {
        Context.Response.StatusCode = status;
        if (version is > 0)
        {
            Context.Response.Headers.ETag = $"\"{version}\"";
        }

        return JsonResponse.WriteAsync(Context, json => JsonSerializer.Serialize(json, value, type));
    }

    /// <summary>Reads the body, as JSON of any kind.</summary>
    public async Task<(JsonElement Body, ApiError? Error)> BodyAsync()
    {
        if (!Context.Request.HasJsonContentType())
        {
            return (default, ApiErrors.UnsupportedMediaType("The body must be JSON. Send it with 'Content-Type: application/json'."));
        }

        var bytes = new byte[MaxBody + 1];
        var length = 0;
        int read;
        while (length < bytes.Length && (read = await Context.Request.Body.ReadAsync(bytes.AsMemory(length), Stop)) > 0)
        {
            length += read;
        }

        if (length > MaxBody)
        {
            return (default, ApiErrors.BodyTooLarge(MaxBody));
        }

        try
        {
            return (JsonElement.Parse(bytes.AsSpan(0, length)), null);
        }
        catch (JsonException e)
        {
            return (default, ApiErrors.InvalidJson(e.Message));
        }
    }

    /// <summary>The version the caller saw of what it changes; null without an error means any version.</summary>
    public (long? Version, ApiError? Error) SeenVersion()
    {
        var match = Context.Request.Headers.IfMatch.ToString();
        return match.Trim('"') switch
        {
            "" => (null, ApiErrors.VersionNeeded()),
            "*" => (null, null),
            var text when long.TryParse(text, out var version) => (version, null),
            // An ETag of something else never matches.
            _ => (-1, null),
        };
    }
}
