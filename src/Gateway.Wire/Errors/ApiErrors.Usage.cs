namespace Gateway.Wire.Errors;

/// <summary>Errors for callers who ask for usage.</summary>
internal static partial class ApiErrors
{
    public static ApiError UnknownParameter(string name, IReadOnlyList<string> nearest, IEnumerable<string> known) =>
        new(
            400, Invalid, "unknown_parameter", $"'{name}' is no parameter here.{DidYouMean(nearest)} Known are {string.Join(", ", known)}.",
            name);

    public static ApiError UnknownWord(string param, string word, IReadOnlyList<string> nearest, IEnumerable<string> known) =>
        InvalidValue(param, $"holds '{word}', which is none.{DidYouMean(nearest)} Known are {string.Join(", ", known)}.");

    public static ApiError TooManyRows(int most) =>
        new(400, Invalid, "too_many_rows",
            $"The answer would have more than {most} rows. Ask for a shorter time, a longer 'interval' or fewer values in 'group', or "
            + $"filter; GET /admin/v1/usage/export has no such bound.", "group");

    public static ApiError NoLedger() =>
        new(
            409, Invalid, "no_ledger",
            "This gateway keeps no record of usage ('storage.provider: none'). Ask the operator to configure 'storage'.");

    public static ApiError CaptureNotFound(string id) =>
        new(
            404, Invalid, "capture_not_found",
            $"Of a request '{id}' no prompt and no answer is kept. They are of routes with 'capture: true', a moment after the answer, "
            + $"until 'ledger.keepCaptures' is over.");
}
