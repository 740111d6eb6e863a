{{/*
RELEASE: the name of everything, and what clients ask for. It has to be a DNS label that begins with a letter, with room
for what is put behind it.
*/}}
{{- define "chat.name" -}}
{{- if not (regexMatch "^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$" .Release.Name) -}}
{{- fail (printf "The release's name %q can't be the name of a Service: use 1 to 40 of a-z, 0-9 and -, beginning with a letter." .Release.Name) -}}
{{- end -}}
{{- .Release.Name -}}
{{- end -}}

{{/* What a selector may hold: it never changes. Call with (dict "root" $ "component" "node"). */}}
{{- define "chat.selector" -}}
app.kubernetes.io/name: chat
app.kubernetes.io/instance: {{ include "chat.name" .root }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{/* Labels of an object (not of its pods: those would be restarted by every new version of the chart). */}}
{{- define "chat.labels" -}}
{{ include "chat.selector" . }}
app.kubernetes.io/part-of: chat
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- with .root.Values.labels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Call with (dict "root" $ "name" "chat" "component" "node"), and "labels" and "annotations" where there are some. */}}
{{- define "chat.metadata" -}}
name: {{ .name }}
labels:
  {{- include "chat.labels" . | nindent 2 }}
  {{- with .labels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with merge (dict) (.annotations | default dict) .root.Values.annotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "chat.image" -}}
{{- with .root.Values.image.registry }}{{ trimSuffix "/" . }}/{{ end -}}
{{ .name }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}
{{- end -}}

{{/*
How many nodes there are to be. What runs keeps its scale: `kubectl scale` decides it, not an upgrade. An installation
that finds an earlier one's data starts at least the members that were in sync: one of them has all of it.
Without a cluster to ask (helm template) it is the value.
*/}}
{{- define "chat.replicas" -}}
{{- $name := include "chat.name" . -}}
{{- $running := lookup "apps/v1" "StatefulSet" .Release.Namespace $name -}}
{{- if $running -}}
{{- $running.spec.replicas -}}
{{- else -}}
{{- $replicas := int .Values.nodes.replicas -}}
{{- $view := lookup "v1" "ConfigMap" .Release.Namespace (printf "%s-view" $name) -}}
{{- range splitList "," (dig "data" "inSync" "" $view) -}}
{{- $replicas = max $replicas (add1 (regexFind "[0-9]+$" . | default "-1" | int)) -}}
{{- end -}}
{{- $replicas -}}
{{- end -}}
{{- end -}}

{{/* Settings as environment variables: chat.silence.millis is CHAT_SILENCE_MILLIS. */}}
{{- define "chat.settings" -}}
{{- range $key, $value := .config }}
- name: {{ $key | upper | replace "." "_" | replace "-" "_" }}
  value: {{ $value | toString | quote }}
{{- end }}
{{- with .jvmOptions }}
- name: JDK_JAVA_OPTIONS
  value: {{ . | quote }}
{{- end }}
{{- end -}}

{{- define "chat.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "chat.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/*
Where pods go: by preference one per machine and evenly over zones, so that two machines still take three of them.
Call with (dict "root" $ "component" "node" "values" .Values.nodes).
*/}}
{{- define "chat.placement" -}}
{{- with .values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- else }}
affinity:
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
      - weight: 100
        podAffinityTerm:
          topologyKey: kubernetes.io/hostname
          labelSelector:
            matchLabels:
              {{- include "chat.selector" . | nindent 14 }}
{{- end }}
topologySpreadConstraints:
  {{- range $key := list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
  - topologyKey: {{ $key }}
    maxSkew: 1
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "chat.selector" $ | nindent 8 }}
  {{- end }}
{{- with .values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end -}}
