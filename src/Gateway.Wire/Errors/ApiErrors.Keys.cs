namespace Gateway.Wire.Errors;

/// <summary>Errors for holders of keys.</summary>
internal static partial class ApiErrors
{
    private const string Permission = "permission_error";

    public static ApiError KeyNotInForce(string why) =>
        new(401, Invalid, "invalid_api_key", $"This API key {why}. Ask the operator for another one.");

    public static ApiError TwoKeys(string header) =>
        new(
            400, Invalid, "ambiguous_key",
            $"The header {header} is in the request more than once, so it is not clear whose it is. Send one key in one header.");

    public static ApiError KeysNotRead() =>
        new(503, "api_error", "keys_unavailable",
            "This gateway has not read its keys yet, since its database does not answer. Send the request again in a few seconds; the "
            + "operator finds the cause in the log.")
        { RetryAfterSeconds = 5 };

    public static ApiError NetworkNotAllowed(string address) =>
        new(403, Permission, "network_not_allowed",
            $"This API key may not be used from {address}. Use it from one of its networks, or ask the operator to add this one to the "
            + $"key.");

    public static ApiError ModelNotAllowed(string model, IEnumerable<string> allowed) =>
        new(403, Permission, NotAllowedToKey,
            $"This API key may not ask for '{model}'. It may ask for {string.Join(", ", allowed.Take(10))}; GET /v1/models lists all. "
            + $"Ask for one of them, or ask the operator to add this one to the key.",
            "model");

    public static ApiError FrontEndRefused(string why) =>
        new(401, Invalid, "invalid_front_end_user", $"The front end does not say for whom it asks in a way this gateway believes. {why}");

    public static ApiError FrontEndNotSetUp(string missing) =>
        new(
            503, "api_error", "front_end_not_set_up",
            $"This gateway cannot tell for whom the front end asks: {missing}. Ask the operator to set it.")
        { Final = true };

    public static ApiError NameTaken(string what, string name, string by) =>
        new(409, Invalid, "name_taken", $"A {what} named '{name}' cannot be made: the name is taken by {by}. Choose another.", "name");

    public static ApiError NotHere(string what, string id) =>
        new(404, Invalid, "not_found", $"There is no {what} '{id}' that you may see. GET the list shows those you may.");

    public static ApiError StandsInConfig(string what) =>
        new(409, Invalid, "stands_in_config", $"{what} stands in the configuration file and is changed there.");

    public static ApiError KeyRevoked(string id) =>
        new(409, Invalid, "key_revoked", $"The key '{id}' was revoked, which is for good. Make another one.");

    public static ApiError VersionChanged(long version) =>
        new(
            412, Invalid, "version_changed",
            $"It was changed meanwhile and has version {version} now. Read it again, and send its ETag as If-Match.");

    public static ApiError VersionNeeded() =>
        new(
            428, Invalid, "version_needed",
            "Send the ETag of what you change as If-Match, so that nobody's change is lost; or '*' for whichever version it has.");

    public static ApiError NotAllowed(string why) => new(403, Permission, "not_allowed", why);

    public static ApiError UnknownField(string name, IEnumerable<string> known) =>
        new(400, Invalid, "unknown_field", $"'{name}' is no field that can be set. Those are {string.Join(", ", known)}.", name);

    public static ApiError NoStorage() =>
        new(
            409, Invalid, "no_storage",
            "This gateway stores nothing ('storage.provider: none'). Configure 'storage', or write into the configuration file.");

    public static ApiError StorageAway() =>
        new(
            503, "api_error", "storage_unavailable",
            "The database does not answer, so nothing can be read from it or changed now. Send the request again in a few seconds; the "
            + "operator finds the cause in the log.")
        { RetryAfterSeconds = 5 };

    public static ApiError InUse(string what, string by) =>
        new(409, Invalid, "in_use", $"{what} is in use by {by}. Take it from them first.");

    public static ApiError LockedOut(int seconds) =>
        new(
            429, Permission, "locked_out",
            $"Too many wrong keys came from this address. Send the request again in {Math.Min(seconds, 59)} seconds, with a key that is "
            + $"known.")
        { RetryAfterSeconds = Math.Clamp(seconds, 1, 59) };

    public static ApiError RoleNeeded(string role) =>
        new(403, Permission, "role_needed", $"This needs a key of the role {role}.");
}
